using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AutoInstr.Compare.Running;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>As much of an API server as the webhook speaks to, on the loopback interface: objects by their paths, the watch of
/// namespaces, and access by roles, of which it refuses what they do not give.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const string Namespaces = "/api/v1/namespaces/";

    private readonly WebApplication _app;
    private readonly Dictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<Channel<JsonObject>> _watchers = [];
    private readonly IReadOnlyList<V1PolicyRule> _rules;
    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-api-").FullName;

    private ApiServer(WebApplication app, IReadOnlyList<V1PolicyRule> rules) => (_app, _rules) = (app, rules);

    /// <summary>What a client reads to find it.</summary>
    public string KubeConfig => Path.Combine(_folder, "config");

    /// <summary>What it has refused.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Starts one.</summary>
    /// <param name="rules">What a client may do.</param>
    public static async Task<ApiServer> StartAsync(IReadOnlyList<V1PolicyRule> rules)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort.Find();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        var server = new ApiServer(app, rules);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        await File.WriteAllTextAsync(server.KubeConfig, $$$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "test",
             "clusters": [{"name": "test", "cluster": {"server": "http://127.0.0.1:{{{port}}}"}}],
             "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
             "users": [{"name": "test", "user": {"token": "t"}}]}
            """);
        return server;
    }

    /// <summary>Stores an object, and tells those that watch.</summary>
    public void Put(string path, IKubernetesObject item)
    {
        var json = Store(path, item);
        List<Channel<JsonObject>> watchers;
        lock (_objects)
            watchers = [.. _watchers];
        foreach (var watcher in watchers)
            watcher.Writer.TryWrite(new JsonObject { ["type"] = "MODIFIED", ["object"] = json.DeepClone() });
    }

    /// <summary>Stores a namespace.</summary>
    public void PutNamespace(string name, params (string Name, string Value)[] annotations) =>
        Put(Namespaces + name, Namespace(name, annotations));

    /// <summary>Stores a namespace of which those that watch have not been told yet.</summary>
    public void PutNamespaceSilently(string name, params (string Name, string Value)[] annotations) =>
        Store(Namespaces + name, Namespace(name, annotations));

    /// <summary>Reads an object.</summary>
    public T? Get<T>(string path)
        where T : class
    {
        lock (_objects)
            return _objects.TryGetValue(path, out var item) ? KubernetesJson.Deserialize<T>(item.ToJsonString()) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static V1Namespace Namespace(string name, IEnumerable<(string Name, string Value)> annotations) => new()
    {
        ApiVersion = "v1",
        Kind = V1Namespace.KubeKind,
        Metadata = new V1ObjectMeta { Name = name, Annotations = annotations.ToDictionary(item => item.Name, item => item.Value) },
    };

    private JsonObject Store(string path, IKubernetesObject item)
    {
        var json = JsonNode.Parse(KubernetesJson.Serialize(item))!.AsObject();
        lock (_objects)
            _objects[path] = json;
        return json;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (path, method) = (context.Request.Path.Value!, context.Request.Method);
        var watches = context.Request.Query["watch"] == "true";
        if (!IsAllowed(path, Verb(path, method, watches)))
        {
            lock (Refused)
                Refused.Add($"{Verb(path, method, watches)} {path}");
            context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
            return;
        }
        context.Response.ContentType = "application/json";
        if (watches)
            await WatchAsync(context);
        else if (method == "GET" && path == "/api/v1/namespaces")
            await context.Response.WriteAsync(List());
        else
            await AnswerAsync(context, path, method);
    }

    private async Task AnswerAsync(HttpContext context, string path, string method)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync() is { Length: > 0 } text ? JsonNode.Parse(text) : null;
        string? answer = null;
        lock (_objects)
        {
            if (method == "POST")
                _objects[$"{path}/{body!["metadata"]!["name"]}"] = body.AsObject();
            if (method == "PATCH" && body is JsonArray)
                JsonPatch.Apply(_objects[path], body.ToJsonString());
            else if (method == "PATCH")
                _objects[path]["data"] = body!["data"]!.DeepClone();
            answer = method == "POST" ? body!.ToJsonString() : _objects.GetValueOrDefault(path)?.ToJsonString();
        }
        context.Response.StatusCode = (int)(answer is null ? HttpStatusCode.NotFound : HttpStatusCode.OK);
        await context.Response.WriteAsync(answer ?? """{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}""");
    }

    private string List()
    {
        lock (_objects)
        {
            var items = _objects.Values.Where(static item => (string?)item["kind"] == V1Namespace.KubeKind)
                .Select(static item => item.DeepClone()).ToArray();
            return new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "NamespaceList",
                ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
                ["items"] = new JsonArray(items),
            }.ToJsonString();
        }
    }

    private async Task WatchAsync(HttpContext context)
    {
        var watcher = Channel.CreateUnbounded<JsonObject>();
        lock (_objects)
            _watchers.Add(watcher);
        await context.Response.StartAsync();
        await foreach (var change in watcher.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(change.ToJsonString() + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private static string Verb(string path, string method, bool watches) => method switch
    {
        "GET" when watches => "watch",
        "GET" => path.EndsWith("/namespaces", StringComparison.Ordinal) ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        _ => method.ToLowerInvariant(),
    };

    /// <summary>https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole.</summary>
    private bool IsAllowed(string path, string verb)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts[0] == "api" ? ("", parts[2..]) : (parts[1], parts[3..]);
        if (rest is ["namespaces", _, _, ..])
            rest = rest[2..];
        return _rules.Any(rule => rule.ApiGroups.Contains(group) && rule.Resources.Contains(rest[0]) && rule.Verbs.Contains(verb) &&
            (rule.ResourceNames is not { Count: > 0 } names || rest.Length > 1 && names.Contains(rest[1])));
    }
}
