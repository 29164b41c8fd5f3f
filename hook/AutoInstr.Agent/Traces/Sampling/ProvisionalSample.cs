using System.Diagnostics;
using AutoInstr.Agent.Sources.Http;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>The span of a request that is taken until its route is known, by which rules go.</summary>
/// <remarks>ASP.NET Core begins the span, then finds the route. What comes of the request by then is taken with it; what comes later goes
/// by what is settled, in other processes too.</remarks>
internal sealed class ProvisionalSample
{
    private const string Property = "autoinstr.sampling";
    private const string Path = "url.path";

    /// <summary>What this thread has sampled last, for as long as its activity has not begun.</summary>
    [ThreadStatic]
    private static ProvisionalSample? _sampled;

    [ThreadStatic]
    private static bool _isSettling;

    private static volatile bool _isAny;

    private readonly ActivityContext _parent;
    private readonly ActivityTraceId _trace;
    private readonly ActivityKind _kind;
    private readonly IEnumerable<KeyValuePair<string, object?>>? _tags;

    private ProvisionalSample(in SamplingParameters span) =>
        (_parent, _trace, _kind, _tags) = (span.ParentContext, span.TraceId, span.Kind, span.Tags);

    /// <summary>Whether there has been one, so that it is of use to know when a route is.</summary>
    public static bool IsAny => _isAny;

    /// <summary>Whether this thread asks samplers once more about a span that has begun.</summary>
    public static bool IsSettling => _isSettling;

    /// <summary>Who is asked again when the route is known.</summary>
    public Sampler? Sampler { get; set; }

    /// <summary>Hears that the span is not taken after all.</summary>
    public Action? GiveBack { get; set; }

    /// <summary>Remembers the span that this thread is about to begin.</summary>
    public static void Begin(in SamplingParameters span)
    {
        _isAny = true;
        _sampled = new ProvisionalSample(in span);
    }

    /// <summary>Forgets it: another span is sampled, or this one is not taken.</summary>
    public static void Forget() => _sampled = null;

    /// <summary>That of the span that this thread is about to begin, or <see langword="null"/>.</summary>
    public static ProvisionalSample? Of(ActivityTraceId trace) => _sampled is { } sampled && sampled._trace == trace ? sampled : null;

    /// <summary>Attaches it to the activity that has begun, if there is one.</summary>
    public static void Attach(Activity activity)
    {
        if (!_isAny)
            return;
        if (Of(activity.TraceId) is { Sampler: not null } sampled && activity.Recorded)
            activity.SetCustomProperty(Property, sampled);
        _sampled = null;
    }

    /// <summary>Decides whether the span of a request is taken, once and for all.</summary>
    /// <param name="activity">The span, which nothing happens to unless it was taken provisionally.</param>
    /// <param name="request">The request, whose route is now known if it has one.</param>
    public static void Settle(Activity activity, object request)
    {
        if (!_isAny || activity.GetCustomProperty(Property) is not ProvisionalSample sampled)
            return;
        activity.SetCustomProperty(Property, null);
        IncomingRequest.NoteRouted(request);
        _isSettling = true;
        try
        {
            sampled.Settle(activity);
        }
        finally
        {
            _isSettling = false;
        }
    }

    private void Settle(Activity activity)
    {
        var result = Sampler!.ShouldSample(
            new SamplingParameters(_parent, _trace, IncomingRequest.Activity, _kind, TagsOf(activity), null));
        if (result.Decision == SamplingDecision.RecordAndSample)
        {
            activity.TraceStateString = result.TraceStateString ?? _parent.TraceState;
            return;
        }
        activity.IsAllDataRequested = false;
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        // Whoever goes by a threshold must not find that of a span that was taken.
        activity.TraceStateString = _parent.TraceState;
        GiveBack?.Invoke();
    }

    /// <summary>What was known when the span began. The rest is asked of the request, whose path alone may be another by now.</summary>
    private IEnumerable<KeyValuePair<string, object?>>? TagsOf(Activity activity) =>
        activity.GetTagItem(Path) is { } path ? [.. _tags ?? [], new(Path, path)] : _tags;
}
