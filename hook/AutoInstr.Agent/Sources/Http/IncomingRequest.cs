namespace AutoInstr.Agent.Sources.Http;

/// <summary>The request for which ASP.NET Core is about to begin a span, or whose route it has found, for
/// samplers that go by its attributes.</summary>
/// <remarks>
/// .NET 8 and 9 tell nothing of a request when its span begins. But right before, on the same thread, they ask whether its event is
/// wanted, and show the request with that. It is only held weakly: the server keeps such objects for later requests.
/// </remarks>
internal static class IncomingRequest
{
    /// <summary>The name of the activity, and of the event that is asked for.</summary>
    public const string Activity = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>The attribute that is known when the span has begun.</summary>
    public const string Route = "http.route";

    [ThreadStatic]
    private static WeakReference<object>? _current;

    [ThreadStatic]
    private static bool _isRouted;

    /// <summary>Whether the request's route is still to be found, and whoever knows requests will say so.</summary>
    public static bool IsBeforeRouting => Reader is not null && !_isRouted;

    /// <summary>Gives an attribute of a request; <see langword="null"/> where it is not known. Set by who knows requests.</summary>
    public static Func<object, string, string?>? Reader { get; set; }

    /// <summary>Remembers the request that this thread begins.</summary>
    public static void Note(object? request) => Note(request, isRouted: false);

    /// <summary>Remembers a request whose span has begun and whose route has been found, if it has one.</summary>
    public static void NoteRouted(object request) => Note(request, isRouted: true);

    /// <summary>An attribute of the request that was remembered, by the semantic conventions' names.</summary>
    public static string? Find(string key) =>
        Reader is { } read && _current is { } current && current.TryGetTarget(out var request) ? read(request, key) : null;

    private static void Note(object? request, bool isRouted)
    {
        if (request is null)
            return;
        _isRouted = isRouted;
        if (_current is { } current)
            current.SetTarget(request);
        else
            _current = new WeakReference<object>(request);
    }
}
