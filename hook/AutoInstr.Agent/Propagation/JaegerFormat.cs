using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>jaeger</c>: <c>uber-trace-id</c> and <c>uberctx-*</c>,
/// https://www.jaegertracing.io/docs/1.62/client-libraries/#propagation-format.</summary>
internal sealed class JaegerFormat : ContextFormat
{
    private const string TraceField = "uber-trace-id";
    private const string BaggagePrefix = "uberctx-";
    private const string BaggageListField = "jaeger-baggage";

    private const int MaxTraceLength = 128;

    /// <summary>Sampled (1) and debug (2); debug implies sampled.</summary>
    private const int SampledMask = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [TraceField];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        carrier.Set(TraceField,
            string.Concat(activity.TraceId.ToHexString(), ":", activity.SpanId.ToHexString(), activity.Recorded ? ":0:1" : ":0:0"));
        foreach (var (key, value) in activity.Baggage)
        {
            if (BaggageEntries.IsToken(key) && value?.Length <= BaggageEntries.MaxLength)
                carrier.Set(BaggagePrefix + key, Uri.EscapeDataString(value));
        }
    }

    /// <inheritdoc/>
    public override bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        traceState = null;
        traceParent = Read(carrier.Get(TraceField));
        return traceParent is not null;
    }

    /// <inheritdoc/>
    public override void ExtractBaggage(CarrierReader carrier, ref BaggageEntries baggage)
    {
        BaggageFormat.ReadList(carrier.GetList(BaggageListField, BaggageEntries.MaxLength), ref baggage);
        carrier.ReadBaggage(BaggagePrefix, Uri.UnescapeDataString, ref baggage);
    }

    /// <summary>Reads <c>traceid:spanid:parentspanid:flags</c>, whose colons may be percent-encoded
    /// and whose ids may lack leading zeros.</summary>
    private static string? Read(string? header)
    {
        if (header is null || header.Length > MaxTraceLength)
            return null;

        Span<Range> parts = stackalloc Range[5];
        var text = header.Contains('%') ? Uri.UnescapeDataString(header).AsSpan() : header.AsSpan();
        if (text.Split(parts, ':') != 4 ||
            !byte.TryParse(text[parts[3]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags))
            return null;
        return TraceParent.Create(text[parts[0]], text[parts[1]], (flags & SampledMask) != 0);
    }
}
