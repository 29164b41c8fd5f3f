using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace AutoInstr.Agent.Propagation;

/// <summary>The fields of a carrier, as the library that owns the carrier lets them be read.</summary>
internal readonly struct CarrierReader
{
    private readonly object? _carrier;
    private readonly DistributedContextPropagator.PropagatorGetterCallback _getter;

    /// <summary>Wraps a carrier.</summary>
    /// <param name="carrier">The library's own object.</param>
    /// <param name="getter">The library's way to read a field of it.</param>
    public CarrierReader(object? carrier, DistributedContextPropagator.PropagatorGetterCallback getter) =>
        (_carrier, _getter) = (carrier, getter);

    /// <summary>Reads a field.</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>The first value without white space around it, or <see langword="null"/>.</returns>
    public string? Get(string field)
    {
        _getter(_carrier, field, out var value, out var values);
        if (value is null && values is not null)
        {
            foreach (var first in values)
            {
                value = first;
                break;
            }
        }
        return value?.Trim();
    }

    /// <summary>Lets another propagator read the context.</summary>
    /// <param name="propagator">Who reads.</param>
    /// <param name="traceParent">What it found, or <see langword="null"/>.</param>
    /// <param name="traceState">The trace state, or <see langword="null"/>.</param>
    public void ExtractWith(DistributedContextPropagator propagator, out string? traceParent, out string? traceState) =>
        propagator.ExtractTraceIdAndState(_carrier, _getter, out traceParent, out traceState);

    /// <summary>Reads a field that may occur several times as one comma-separated list.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="limit">How many characters are of interest; what exceeds them may be missing.</param>
    /// <returns>The joined values, or <see langword="null"/>.</returns>
    public string? GetList(string field, int limit)
    {
        _getter(_carrier, field, out var value, out var values);
        if (value is not null || values is null)
            return value;

        StringBuilder? list = null;
        foreach (var next in values)
        {
            if (value is null)
                value = next;
            else
                (list ??= new StringBuilder(value)).Append(',').Append(next);
            if ((list?.Length ?? value?.Length) > limit)
                break;
        }
        return list?.ToString() ?? value;
    }

    /// <summary>Reads baggage that has a field for each key, from the carriers that can be enumerated:
    /// ASP.NET Core's headers and dictionaries.</summary>
    /// <param name="prefix">How the names of the fields begin, compared without case; the key follows.</param>
    /// <param name="decode">Decodes a value.</param>
    /// <param name="baggage">Takes the entries.</param>
    public void ReadBaggage(string prefix, Func<string, string> decode, ref BaggageEntries baggage)
    {
        switch (_carrier)
        {
            case IEnumerable<KeyValuePair<string, StringValues>> headers:
                foreach (var (name, values) in headers)
                {
                    if (IsMatch(name, prefix) && values.Count > 0 && !Take(name[prefix.Length..], values[0], decode, ref baggage))
                        return;
                }
                break;
            case IEnumerable<KeyValuePair<string, string>> headers:
                foreach (var (name, value) in headers)
                {
                    if (IsMatch(name, prefix) && !Take(name[prefix.Length..], value, decode, ref baggage))
                        return;
                }
                break;
        }
    }

    private static bool Take(string key, string? value, Func<string, string> decode, ref BaggageEntries baggage) =>
        value is null || value.Length > BaggageEntries.MaxLength || baggage.Add(key, decode(value.Trim()));

    private static bool IsMatch(string? name, string prefix) =>
        name?.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
