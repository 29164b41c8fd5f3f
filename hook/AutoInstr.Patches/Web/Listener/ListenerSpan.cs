using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>The server span of a request that HttpListener handed to the application.</summary>
/// <remarks>
/// It is current where the application took the request, and wherever it touches it afterwards: what is set while a task completes
/// does not reach who awaits it.
/// </remarks>
internal static class ListenerSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("HttpListener");

    /// <summary>By the context of the request and by its response.</summary>
    private static readonly ConditionalWeakTable<object, OpenRequest> Requests = [];

    /// <summary>What was current before a span of ours, in each flow of control that has one.</summary>
    private static readonly AsyncLocal<Activity?> Outer = new();

    /// <summary>Starts the span of a request.</summary>
    public static void Start(HttpListenerContext context)
    {
        if (!Source.HasListeners())
            return;
        var outer = Around(Activity.Current);
        Activity.Current = outer;
        var request = context.Request;
        var parent = PropagatedContext.Extract(request.Headers, ReadHeader);
        var method = RequestTags.Method(request);
        // A request without a parent is the first of its trace, whatever is current where it is awaited.
        if (parent == default)
            Activity.Current = null;
        var activity = Source.StartActivity(
            method == RequestTags.OtherMethod ? "HTTP" : method, ActivityKind.Server, parent, RequestTags.Of(request, method));
        if (activity == null)
        {
            Activity.Current = outer;
            return;
        }
        Outer.Value = outer;
        PropagatedContext.AddBaggage(activity, request.Headers, ReadHeader);
        var opened = new OpenRequest(activity);
        Requests.Add(context, opened);
        Requests.Add(context.Response, opened);
    }

    /// <summary>Makes the span the current one, unless that is a part of it already.</summary>
    public static void Enter(HttpListenerContext context)
    {
        if (!Source.HasListeners() || !Requests.TryGetValue(context, out var request) || request.IsClosing)
            return;
        var activity = request.Span;
        for (var current = Activity.Current; current != null; current = current.Parent)
        {
            if (current == activity)
                return;
        }
        Outer.Value = Around(Activity.Current);
        Activity.Current = activity;
    }

    /// <summary>Ends the span with what was answered.</summary>
    /// <param name="key">The context or the response.</param>
    /// <param name="status">The status.</param>
    /// <param name="exception">What sending it failed with.</param>
    public static void End(object key, int status, Exception? exception)
    {
        if (!Requests.TryGetValue(key, out var request) || request.Span.IsStopped)
            return;
        request.IsClosing = true;
        var activity = request.Span;
        activity.SetTag("http.response.status_code", status);
        if (exception != null)
            activity.Fail(exception);
        else if (status >= 500)
            activity.Fail(status.ToString(CultureInfo.InvariantCulture));
        activity.EndElsewhere();
    }

    /// <summary>The response is about to be closed: makes what was current around the span so again, where the span itself is.</summary>
    public static void Leave(HttpListenerResponse response)
    {
        if (!Requests.TryGetValue(response, out var request))
            return;
        // The library itself touches the request from here on.
        request.IsClosing = true;
        if (Activity.Current == request.Span)
            Activity.Current = Around(request.Span);
    }

    /// <summary>What is neither over nor the span of a request: who takes the next one is done with the last, wherever that is
    /// answered.</summary>
    private static Activity? Around(Activity? activity)
    {
        while (activity != null && (activity.IsStopped || activity.Source == Source))
            activity = activity.Source == Source ? Outer.Value : activity.Parent;
        return activity;
    }

    private static void ReadHeader(object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
        (value, values) = (((NameValueCollection)carrier!)[name], null);

    private sealed class OpenRequest(Activity span)
    {
        public Activity Span { get; } = span;

        public bool IsClosing { get; set; }
    }
}
