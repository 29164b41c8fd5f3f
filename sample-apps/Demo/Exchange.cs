using AutoInstr.Viewer.Model;

namespace AutoInstr.Demo;

/// <summary>A request of the demo, the answer it must get and the trace that must come of it.</summary>
/// <param name="About">What it shows.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Json">The body, if there is one.</param>
/// <param name="Root">The root span of its trace; its status code is the one that the answer must have.</param>
sealed record Exchange(string About, HttpMethod Method, string Path, string? Json, ExpectedSpan Root)
{
    /// <summary>The service that is asked.</summary>
    public const string Tasks = "tasks";

    /// <summary>The second instance, which the first one asks for reports.</summary>
    public const string Reports = "reports";

    /// <summary>All of them, in the order in which they are sent.</summary>
    public static IReadOnlyList<Exchange> All { get; } =
    [
        new("a task is saved", HttpMethod.Post, "/tasks",
            """{"title":"Write the report","minutes":90,"people":3}""",
            Served("POST /tasks", 201, Queried("PRAGMA CREATE TABLE tasks"), Queried("INSERT tasks"))),
        new("another one, that nobody takes", HttpMethod.Post, "/tasks",
            """{"title":"Tidy up","minutes":20,"people":0}""", Served("POST /tasks", 201, Queried("INSERT tasks"))),
        new("the tasks are listed", HttpMethod.Get, "/tasks", null, Served("GET /tasks", 200, Queried("SELECT tasks"))),
        new("a task that is not there", HttpMethod.Get, "/tasks/404", null,
            Served("GET /tasks/{id:long}", 404, Queried("SELECT tasks"))),
        new("a task that is not valid", HttpMethod.Post, "/tasks", """{"minutes":0}""", Served("POST /tasks", 422)),
        new("a body that is not JSON", HttpMethod.Post, "/tasks", "minutes=0", Served("POST /tasks", 400)),
        new("a handler that divides by zero", HttpMethod.Get, "/tasks/2/share", null,
            Served("GET /tasks/{id:long}/share", 500, Queried("SELECT tasks")) with { Fails = true }),
        new("a report, made by a second service", HttpMethod.Post, "/reports", null, Served("POST /reports", 200,
            Queried("SELECT tasks"),
            new ExpectedSpan(Tasks, SpanKind.Client, "POST", 200,
                new ExpectedSpan(Reports, SpanKind.Server, "POST /reports/render", 200)))),
    ];

    /// <summary>Sends the request.</summary>
    /// <returns>What is wrong with the answer, or <see langword="null"/>.</returns>
    public async Task<string?> SendAsync(HttpClient http, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(Method, Path);
        if (Json is not null)
            request.Content = new StringContent(Json, System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellation);
        return (int)response.StatusCode == Root.StatusCode
            ? null
            : $"{Method} {Path} was answered with {(int)response.StatusCode} instead of {Root.StatusCode}";
    }

    /// <summary>Whether a span is the root of this request's trace.</summary>
    public bool IsRoot(Span span) => span.ParentSpanId.Length == 0 && Root.Matches(span) && span.Attributes["url.path"] as string == Path;

    private static ExpectedSpan Served(string name, int status, params ExpectedSpan[] below) =>
        new(Tasks, SpanKind.Server, name, status, below);

    private static ExpectedSpan Queried(string name) => new(Tasks, SpanKind.Client, name, StatusCode: null);
}
