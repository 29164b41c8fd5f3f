using System.Diagnostics;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>A carrier like a library's header collection: names without case, several values to a name.</summary>
internal sealed class Headers : Dictionary<string, string>
{
    public Headers()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        ((Headers)carrier!).TryGetValue(name, out value);
    }

    public static void Set(object? carrier, string name, string value) => ((Headers)carrier!)[name] = value;

    public string? ExtractFrom(DistributedContextPropagator propagator)
    {
        propagator.ExtractTraceIdAndState(this, Get, out var traceParent, out _);
        return traceParent;
    }

    public string BaggageFrom(DistributedContextPropagator propagator) =>
        string.Join(',', (propagator.ExtractBaggage(this, Get) ?? []).Select(entry => $"{entry.Key}={entry.Value}"));

    public static Headers InjectedBy(DistributedContextPropagator propagator, Activity activity)
    {
        var headers = new Headers();
        propagator.Inject(activity, headers, Set);
        return headers;
    }

    /// <summary>A span that has not been started with a source: ids and flags as given, nothing global touched.</summary>
    public static Activity NewActivity(bool sampled = true, params (string Key, string? Value)[] baggage)
    {
        var activity = new Activity("test");
        activity.SetParentId(
            ActivityTraceId.CreateFromString("4bf92f3577b34da6a3ce929d0e0e4736"),
            ActivitySpanId.CreateFromString("00f067aa0ba902b7"),
            sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None);
        activity.Start();
        activity.Stop();
        foreach (var (key, value) in baggage)
            activity.AddBaggage(key, value);
        return activity;
    }
}
