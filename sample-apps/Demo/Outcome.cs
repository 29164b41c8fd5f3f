using AutoInstr.Viewer.Model;

namespace AutoInstr.Demo;

/// <summary>Which of the expected traces have come.</summary>
/// <param name="Found">The exchanges whose trace has begun to come, with it, in the order in which they were sent.</param>
/// <param name="Missing">The spans that have not come, in words.</param>
sealed record Outcome(IReadOnlyList<(Exchange Exchange, Trace Trace)> Found, IReadOnlyList<string> Missing)
{
    /// <summary>Compares what came with what was sent. Two like exchanges take two traces, the earlier one the earlier trace.</summary>
    public static Outcome Of(IReadOnlyList<Exchange> exchanges, IReadOnlyList<Trace> traces)
    {
        var left = traces.Where(trace => trace.Root is not null).OrderBy(trace => trace.Root!.StartTimeUnixNano).ToList();
        var found = new List<(Exchange, Trace)>();
        var missing = new List<string>();
        foreach (var exchange in exchanges)
        {
            if (left.Find(trace => exchange.IsRoot(trace.Root!)) is { } trace)
            {
                left.Remove(trace);
                found.Add((exchange, trace));
                missing.AddRange(exchange.Root.MissingBelow(trace.Root!, trace.Spans).Select(span => $"{exchange.About}: {span}"));
            }
            else
            {
                missing.Add($"{exchange.About}: {exchange.Root}");
            }
        }
        return new Outcome(found, missing);
    }
}
