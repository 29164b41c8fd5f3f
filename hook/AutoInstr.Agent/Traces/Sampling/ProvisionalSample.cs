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

    /// <summary>What this thread has sampled last, for as long as its activity has not begun.</summary>
    [ThreadStatic]
    private static ProvisionalSample? _sampled;

    private static volatile bool _isAny;

    private readonly Sampler _sampler;
    private readonly ActivityContext _parent;
    private readonly ActivityTraceId _trace;
    private readonly ActivityKind _kind;

    private ProvisionalSample(Sampler sampler, in SamplingParameters span) =>
        (_sampler, _parent, _trace, _kind) = (sampler, span.ParentContext, span.TraceId, span.Kind);

    /// <summary>Whether there has been one, so that it is of use to know when a route is.</summary>
    public static bool IsAny => _isAny;

    /// <summary>Asked last, when the span is taken; <see langword="null"/> for nobody.</summary>
    public Func<bool>? Limit { get; set; }

    /// <summary>Remembers the span that this thread is about to begin.</summary>
    /// <param name="sampler">Who is asked again when the route is known.</param>
    /// <param name="span">The span.</param>
    public static void Begin(Sampler sampler, in SamplingParameters span)
    {
        _isAny = true;
        _sampled = new ProvisionalSample(sampler, in span);
    }

    /// <summary>That of the span that this thread is about to begin, or <see langword="null"/>.</summary>
    public static ProvisionalSample? Of(ActivityTraceId trace) => _sampled is { } sampled && sampled._trace == trace ? sampled : null;

    /// <summary>Attaches it to the activity that has begun, if there is one.</summary>
    public static void Attach(Activity activity)
    {
        if (!_isAny)
            return;
        if (Of(activity.TraceId) is { } sampled && activity.Recorded)
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
        sampled.Settle(activity);
    }

    private void Settle(Activity activity)
    {
        var result = _sampler.ShouldSample(
            new SamplingParameters(_parent, _trace, IncomingRequest.Activity, _kind, activity.TagObjects, null));
        if (result.Decision == SamplingDecision.RecordAndSample && (Limit is null || Limit()))
        {
            activity.TraceStateString = result.TraceStateString ?? _parent.TraceState;
            return;
        }
        activity.IsAllDataRequested = false;
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
