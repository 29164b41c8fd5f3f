using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Servers and their clients, both under the hook.</summary>
public sealed class RpcAndWebTests
{
    private const string SayHello = "greet.Greeter/SayHello";

    private static TestApp App(string runtime) => TestApp.Library("Libraries.Web", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task A_gRPC_call_is_one_client_span_and_one_server_span(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["grpc"]);

        var clients = run.All(SayHello).Where(span => span.Kind == SpanKind.Client).ToArray();
        var servers = run.All(SayHello).Where(span => span.Kind == SpanKind.Server).ToArray();
        Assert.Equal((4, 3), (clients.Length, servers.Length));
        Assert.Equal(clients.Length + servers.Length + 2, run.Names.Count());
        Assert.All(clients, client => SpanAssert.IsChildOf(run.Work, client));
        for (var call = 0; call < servers.Length; call++)
            SpanAssert.IsChildOf(clients[call], servers[call]);

        SpanAssert.Succeeded(clients[0]);
        SpanAssert.Has(
            clients[0],
            ("rpc.system.name", "grpc"),
            ("rpc.method", SayHello),
            ("rpc.response.status_code", "OK"),
            ("server.address", "127.0.0.1"),
            ("server.port", SpanAssert.Anything));
        SpanAssert.Failed(clients[1], "INVALID_ARGUMENT");
        SpanAssert.Failed(clients[2], "UNKNOWN");
        SpanAssert.Failed(clients[3], "UNAVAILABLE");

        SpanAssert.Succeeded(servers[0]);
        Assert.Equal(
            ("grpc", SayHello, "OK"),
            (servers[0].Attributes["rpc.system.name"], servers[0].Attributes["rpc.method"],
                servers[0].Attributes["rpc.response.status_code"]));
        Assert.Equal(SpanStatus.Unset, servers[1].Status);
        SpanAssert.Failed(servers[2], "UNKNOWN");

        var stream = run.Single("greet.Greeter/SayHellos", SpanKind.Client);
        SpanAssert.Succeeded(stream);
        SpanAssert.IsChildOf(stream, run.Single("greet.Greeter/SayHellos", SpanKind.Server));
    }

    [Theory]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task SignalR(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["signalr"]);

        var calls = run.Spans.Where(span => span.Name.EndsWith("/Hello", StringComparison.Ordinal)).ToArray();
        var (client, server) = (calls.First(span => span.Kind == SpanKind.Client), calls.First(span => span.Kind == SpanKind.Server));
        Assert.Equal(4, calls.Length);
        SpanAssert.IsChildOf(run.Work, client);
        SpanAssert.IsChildOf(client, server);
        SpanAssert.Succeeded(server);
        Assert.Equal(
            ("signalr", "Libraries.Web.Hubs+GreeterHub/Hello"), (server.Attributes["rpc.system.name"], server.Attributes["rpc.method"]));
        SpanAssert.Failed(calls.Last(span => span.Kind == SpanKind.Server), "System.InvalidOperationException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task GraphQL(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["graphql"]);

        var greet = run.Single("query Greet");
        SpanAssert.IsChildOf(run.All("POST /graphql").First(span => span.Kind == SpanKind.Server), greet);
        SpanAssert.Succeeded(greet);
        SpanAssert.Has(greet, ("graphql.operation.name", "Greet"), ("graphql.operation.type", "query"));
        Assert.Equal(SpanStatus.Error, run.Single("query").Status);
    }

    [Fact]
    public async Task GraphQL_documents_on_request()
    {
        var run = await LibraryRun.OfAsync(App("10.0"), ["graphql"], new() { ["OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT"] = "true" });

        Assert.Contains("hello(name:", (string)run.Single("query Greet").Attributes["graphql.document"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task A_request_through_YARP_is_one_trace(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["yarp"]);

        var behind = run.Single("GET /hello/{name}");
        var forwarding = Assert.Single(run.Spans, span => span.SpanId == behind.ParentSpanId);
        var proxy = Assert.Single(run.Spans, span => span.SpanId == forwarding.ParentSpanId);
        Assert.Equal(("Yarp.ReverseProxy", SpanKind.Client), (proxy.ScopeName, forwarding.Kind));
        Assert.All(run.Spans, span => Assert.Equal(run.Work.TraceId, span.TraceId));
        Assert.Equal(5, run.Names.Count());
    }
}
