using System.Net;
using AutoInstr.Demo;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Samples;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary>The sample system in both editions, from the gateway through the API and the queue to the worker.</summary>
public sealed class SampleSystemTests(SampleServersFixture servers) : IClassFixture<SampleServersFixture>
{
    [Fact]
    public async Task The_unmodified_system_has_unbroken_traces_on_what_it_has_itself()
    {
        var script = new Script(onServers: false);
        var run = await SampleRun.OfAsync("unmodified", script, []);
        Assert.Empty(run.Complaints);
        Assert.Empty(run.Errors);
        Assert.Empty(Outcome.Of(script.Exchanges, run.Traces).Missing);
    }

    [Fact]
    public async Task The_unmodified_system_has_unbroken_traces_on_servers()
    {
        await using var s3 = HttpEndpoint.Start(static _ => new EndpointAnswer(200));
        var script = new Script(onServers: true);
        var run = await SampleRun.OfAsync("unmodified", script, [.. servers.Settings, .. S3(s3)]);
        Assert.Empty(run.Complaints);
        Assert.Empty(run.Errors);
        Assert.Empty(Outcome.Of(script.Exchanges, run.Traces).Missing);

        var put = Assert.Single(s3.Requests);
        Assert.Equal("PUT", put.Method);
        Assert.StartsWith("/reports/report-", put.Path, StringComparison.Ordinal);
        Assert.Contains("\"Write the report\",90,3", put.Body, StringComparison.Ordinal);
        var sent = Assert.Single(run.Report.Spans, span => span.Name == "ReportMaker.SendAsync");
        var store = Assert.Single(run.Report.Spans, span => span.ParentSpanId == sent.SpanId);
        Assert.Equal((SpanKind.Client, "aws-api"), (store.Kind, store.Attributes["rpc.system.name"] ?? store.Attributes["rpc.system"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_system_instrumented_by_hand_answers_alike_and_has_unbroken_traces(bool onServers)
    {
        var script = new Script(onServers);
        var run = await SampleRun.OfAsync("manual", script, onServers ? servers.Settings : []);
        Assert.Empty(run.Complaints);
        Assert.Equal(
            ["gateway", "tasks-api", "report-worker"],
            run.Report.Spans.OrderBy(span => span.StartTimeUnixNano).Select(span => span.ServiceName).Distinct());
        string[] steps = ["read tasks", "write file", "send to storage"];
        Assert.Equal(
            steps,
            run.Report.Spans.Where(span => steps.Contains(span.Name)).OrderBy(span => span.StartTimeUnixNano).Select(span => span.Name));
        Assert.Contains(run.Traces, trace => trace.Spans.Any(span =>
            span.Name == "create task" && span.Events.Any(item => item.Name == "task saved" && item.Attributes["task.id"] is long)));
        Assert.Contains(run.Traces, trace => trace.Spans.Any(span =>
            span is { Name: "share task", Status: SpanStatus.Error } &&
            (string?)span.Attributes["error.type"] == "System.DivideByZeroException"));
    }

    [Fact]
    public async Task A_trace_goes_through_nginx_in_the_gateways_place()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("autoinstr-nginx-");
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        await using (var tasks = SampleProcess.Start(Path.Combine(Repository.Artifacts, "samples", "unmodified"), "TasksApi",
        [
            new("DOTNET_STARTUP_HOOKS", Repository.Hook),
            new("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{receiver.GrpcPort}"),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            new("ConnectionStrings__Sqlite", $"Data Source={Path.Combine(data.FullName, "tasks.db")}"),
        ]))
        {
            await tasks.WaitUntilHealthyAsync(isRecorded: false, cancellation);
            var template = await File.ReadAllTextAsync(
                Path.Combine(Repository.Root, "sample-apps", "nginx", "default.conf.template"), cancellation);
            await using var nginx = await Nginx.StartAsync(listen => template
                .Replace("${NGINX_LISTEN}", listen, StringComparison.Ordinal)
                .Replace("${TASKS_API}", tasks.Address.Authority, StringComparison.Ordinal));
            using var http = new HttpClient { BaseAddress = nginx.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            using var answer = await http.SendAsync(request, cancellation);
            Assert.Equal("[]", await answer.Content.ReadAsStringAsync(cancellation));
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/secret", UriKind.Relative), cancellation)).StatusCode);
        }
        data.Delete(recursive: true);
        var served = Assert.Single(receiver.Store.Spans, span => span.Name == "GET /tasks");
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (served.TraceId, served.ParentSpanId));
        Assert.DoesNotContain(receiver.Store.Spans, span => span.Attributes["url.path"] as string == "/secret");
    }

    private static KeyValuePair<string, string>[] S3(HttpEndpoint endpoint) =>
        [new("S3__ServiceUrl", endpoint.Address.OriginalString), new("S3__AccessKey", "key"), new("S3__SecretKey", "secret")];
}
