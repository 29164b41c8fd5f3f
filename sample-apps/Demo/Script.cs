using AutoInstr.Viewer.Model;

namespace AutoInstr.Demo;

/// <summary>The requests of the demo and their traces, in a system of its own or on real servers.</summary>
/// <param name="onServers">Whether there are PostgreSQL, RabbitMQ and Redis.</param>
sealed class Script(bool onServers)
{
    /// <summary>The methods of the application that are traced by their names: what no library tells of.</summary>
    public const string TracedMethods = "TasksApi.Tasks.TaskListCache.*;ReportWorker.Reports.ReportMaker.*";

    private const string Gateway = "gateway", Tasks = "tasks-api", Worker = "report-worker";

    /// <summary>All of them, in the order in which they are sent.</summary>
    public IReadOnlyList<Exchange> Exchanges =>
    [
        new("a task is saved", HttpMethod.Post, "/tasks", """{"title":"Write the report","minutes":90,"people":3}""",
            Forwarded("POST", "/tasks/{**rest}", "/tasks", 201, Queried(Tasks, "INSERT"), Cached("Clear", "UNLINK"))),
        new("another one, that nobody takes", HttpMethod.Post, "/tasks", """{"title":"Tidy up","minutes":20,"people":0}""",
            Forwarded("POST", "/tasks/{**rest}", "/tasks", 201, Queried(Tasks, "INSERT"), Cached("Clear", "UNLINK"))),
        new("the tasks are listed: from the database, into the cache", HttpMethod.Get, "/tasks", null,
            Forwarded("GET", "/tasks/{**rest}", "/tasks", 200, Cached("Get", "HMGET"), Queried(Tasks, "SELECT"), Cached("Set", "HMSET"))),
        new("again: from the cache", HttpMethod.Get, "/tasks", null,
            Forwarded("GET", "/tasks/{**rest}", "/tasks", 200, Cached("Get", "HMGET"))),
        new("a task that is not there", HttpMethod.Get, "/tasks/404", null,
            Forwarded("GET", "/tasks/{**rest}", "/tasks/{id:long}", 404, Queried(Tasks, "SELECT"))),
        new("a task that is not valid", HttpMethod.Post, "/tasks", """{"minutes":0}""",
            Forwarded("POST", "/tasks/{**rest}", "/tasks", 422)),
        new("a body that is not JSON", HttpMethod.Post, "/tasks", "minutes=0",
            Forwarded("POST", "/tasks/{**rest}", "/tasks", 400)),
        new("a handler that divides by zero", HttpMethod.Get, "/tasks/2/share", null,
            Forwarded("GET", "/tasks/{**rest}", "/tasks/{id:long}/share", 500, Queried(Tasks, "SELECT"))),
        new("a report, made by the worker", HttpMethod.Post, "/reports", null,
            Forwarded("POST", "/reports/{**rest}", "/reports", 202, Queued(
                Step("MakeAsync",
                    Step("ReadTasksAsync", Queried(Worker, "SELECT")),
                    Step("WriteFileAsync"),
                    Step("SendAsync"))))),
    ];

    /// <summary>A request that the gateway forwards to the API.</summary>
    private static ExpectedSpan Forwarded(string method, string gatewayRoute, string route, int status, params ExpectedSpan[] below) =>
        new(Gateway, SpanKind.Server, $"{method} {gatewayRoute}", status,
            new ExpectedSpan(Gateway, SpanKind.Server, "proxy.forwarder", StatusCode: null,
                new ExpectedSpan(Gateway, SpanKind.Client, method, status,
                    new ExpectedSpan(Tasks, SpanKind.Server, $"{method} {route}", status, below) { Fails = status >= 500 })
                { Fails = status >= 400 }))
        { Fails = status >= 500 };

    private ExpectedSpan Queried(string service, string operation) =>
        new(service, SpanKind.Client, onServers ? $"{operation} tasks" : $"{operation} \"tasks\"", StatusCode: null);

    private ExpectedSpan Cached(string method, string command) =>
        new(Tasks, SpanKind.Internal, $"TaskListCache.{method}Async", StatusCode: null,
            onServers ? [new ExpectedSpan(Tasks, SpanKind.Client, command, StatusCode: null)] : []);

    /// <summary>What goes through the queue: RabbitMQ's, or the worker's own, which is behind HTTP.</summary>
    private ExpectedSpan Queued(ExpectedSpan below) => onServers
        ? new(Tasks, SpanKind.Producer, "publish reports", StatusCode: null,
            new ExpectedSpan(Worker, SpanKind.Consumer, "deliver reports", StatusCode: null, below))
        : new(Tasks, SpanKind.Client, "POST", 202, new ExpectedSpan(Worker, SpanKind.Server, "POST /jobs", 202, below));

    private static ExpectedSpan Step(string method, params ExpectedSpan[] below) =>
        new(Worker, SpanKind.Internal, "ReportMaker." + method, StatusCode: null, below);
}
