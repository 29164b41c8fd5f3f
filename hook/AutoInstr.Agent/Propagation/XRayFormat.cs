using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>xray</c>: AWS X-Ray,
/// https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader.</summary>
internal sealed class XRayFormat : ContextFormat
{
    private const string Field = "X-Amzn-Trace-Id";
    private const int MaxLength = 1024;

    /// <summary><c>1-</c>, 8 digits of time, <c>-</c>, 24 digits of chance: together the 32 digits of a trace's id.</summary>
    private const int RootLength = 35;

    private const int TimeStart = 2;
    private const int TimeLength = 8;
    private const int RandomStart = 11;
    private const int SpanIdLength = 16;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [Field];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        var traceId = activity.TraceId.ToHexString().AsSpan();
        var (spanId, sampled) = (activity.SpanId.ToHexString(), activity.Recorded ? "1" : "0");
        carrier.Set(Field, $"Root=1-{traceId[..TimeLength]}-{traceId[TimeLength..]};Parent={spanId};Sampled={sampled}");
    }

    /// <inheritdoc/>
    public override bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        traceState = null;
        traceParent = Read(carrier.Get(Field));
        return traceParent is not null;
    }

    /// <summary>Reads <c>Root=...;Parent=...;Sampled=...</c>, in any order. A decision that is left
    /// open (<c>?</c>) counts as not sampled.</summary>
    private static string? Read(string? header)
    {
        if (header is null || header.Length > MaxLength)
            return null;

        ReadOnlySpan<char> root = default, parent = default, sampled = default;
        var rest = header.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(';');
            var part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];

            var equals = part.IndexOf('=');
            if (equals < 0)
                continue;
            var value = part[(equals + 1)..].Trim();
            switch (part[..equals].Trim())
            {
                case "Root":
                    root = value;
                    break;
                case "Parent":
                    parent = value;
                    break;
                case "Sampled":
                    sampled = value;
                    break;
            }
        }

        if (root.Length != RootLength || !root.StartsWith("1-", StringComparison.Ordinal) || root[RandomStart - 1] != '-' ||
            parent.Length != SpanIdLength)
            return null;
        Span<char> traceId = stackalloc char[32];
        root.Slice(TimeStart, TimeLength).CopyTo(traceId);
        root[RandomStart..].CopyTo(traceId[TimeLength..]);
        return TraceParent.Create(traceId, parent, sampled is "1");
    }
}
