using System.Globalization;
using Serilog.Events;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>A property's value as an attribute can have it.</summary>
internal static class EventValue
{
    /// <summary>Scalars as they are, sequences of scalars as arrays, all others as text.</summary>
    public static object? Of(LogEventPropertyValue value) => value switch
    {
        ScalarValue scalar => scalar.Value,
        SequenceValue sequence when Array(sequence) is { } array => array,
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };

    private static Array? Array(SequenceValue sequence)
    {
        var values = new object?[sequence.Elements.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (sequence.Elements[i] is not ScalarValue scalar)
                return null;
            values[i] = scalar.Value;
        }
        return values.All(static value => value is string) ? values.Cast<string>().ToArray()
            : values.All(static value => value is int or long or short or byte)
                ? System.Array.ConvertAll(values, static value => Convert.ToInt64(value, CultureInfo.InvariantCulture))
            : values.All(static value => value is double or float)
                ? System.Array.ConvertAll(values, static value => Convert.ToDouble(value, CultureInfo.InvariantCulture))
            : System.Array.ConvertAll(values, static value => Convert.ToString(value, CultureInfo.InvariantCulture));
    }
}
