using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>baggage</c>: W3C baggage, https://www.w3.org/TR/baggage/.</summary>
internal sealed class BaggageFormat : ContextFormat
{
    private const string Field = "baggage";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [Field];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        var list = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[256]);
        var (count, length) = (0, 0);
        foreach (var (key, value) in activity.Baggage)
        {
            if (!BaggageEntries.IsToken(key) || value?.Length > BaggageEntries.MaxLength)
                continue;
            // The runtime's own reader gives up at a member that ends with its equals sign.
            var encoded = string.IsNullOrEmpty(value) ? " " : Uri.EscapeDataString(value);
            var added = key.Length + 1 + encoded.Length + (count == 0 ? 0 : 1);
            if (length + added > BaggageEntries.MaxLength)
                continue;
            if (count > 0)
                list.AppendLiteral(",");
            list.AppendLiteral(key);
            list.AppendLiteral("=");
            list.AppendLiteral(encoded);
            length += added;
            if (++count == BaggageEntries.MaxCount)
                break;
        }

        var text = list.ToStringAndClear();
        if (count > 0)
            carrier.Set(Field, text);
    }

    /// <inheritdoc/>
    public override void ExtractBaggage(CarrierReader carrier, ref BaggageEntries baggage) =>
        ReadList(carrier.GetList(Field, BaggageEntries.MaxLength), ref baggage);

    /// <summary>Reads <c>key=value;property,key=value</c>. Properties are not kept; a malformed member is left out.</summary>
    /// <param name="list">The list, or <see langword="null"/>.</param>
    /// <param name="baggage">Takes the entries.</param>
    public static void ReadList(string? list, ref BaggageEntries baggage)
    {
        var rest = list.AsSpan();
        if (rest.Length > BaggageEntries.MaxLength)
            rest = rest[..Math.Max(0, rest[..(BaggageEntries.MaxLength + 1)].LastIndexOf(','))];

        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(',');
            var member = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];

            var properties = member.IndexOf(';');
            if (properties >= 0)
                member = member[..properties];
            var equals = member.IndexOf('=');
            if (equals <= 0)
                continue;
            var key = member[..equals].Trim();
            if (BaggageEntries.IsToken(key) &&
                !baggage.Add(key.ToString(), Uri.UnescapeDataString(member[(equals + 1)..].Trim().ToString())))
                return;
        }
    }
}
