using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Compare.Running;
using AutoInstr.Viewer;
using Xunit;
using OtlpProtocol = AutoInstr.Viewer.OtlpProtocol;

namespace AutoInstr.UnitTests.Exporters;

public sealed class OtlpExportTests : IAsyncLifetime
{
    private readonly List<ReceivedBatch> _batches = [];
    private OtlpReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts);
        _receiver.Received += batch =>
        {
            lock (_batches)
                _batches.Add(batch);
        };
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_span_arrives_with_its_resource_and_scope(bool isGrpc, bool gzip)
    {
        using var session = new ExportSession(Settings(isGrpc, otlp => otlp with { Gzip = gzip }));
        session.Export("GET /tasks", activity => activity.SetTag("http.route", "/tasks"), ActivityKind.Server);
        var span = Assert.Single(_receiver.Store.Spans);
        Assert.Equal(
            ("GET /tasks", "appzin", session.Source.Name, "1.2.3"), (span.Name, span.ServiceName, span.ScopeName, span.ScopeVersion));
        Assert.Equal("/tasks", span.Attributes["http.route"]);
        Assert.Equal("shop", span.Resource["service.namespace"]);
        Assert.Equal(isGrpc ? OtlpProtocol.Grpc : OtlpProtocol.HttpProtobuf, Assert.Single(_batches).Protocol);
        Assert.Equal(gzip ? "gzip" : null, _batches[0].Headers.GetValueOrDefault(isGrpc ? "grpc-encoding" : "content-encoding"));
        Assert.Empty(session.Log);
        Assert.Equal(0, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Headers_arrive_as_they_were_set(bool isGrpc)
    {
        using var session = new ExportSession(Settings(isGrpc, static otlp => otlp with
        {
            Headers = [new("authorization", "Basic a=b,c=="), new("x-tenant", "one"), new("user-agent", "mine")],
        }));
        session.Export();
        var headers = Assert.Single(_batches).Headers;
        Assert.Equal(("Basic a=b,c==", "one", "mine"), (headers["authorization"], headers["x-tenant"], headers["user-agent"]));
    }

    [Fact]
    public void The_user_agent_names_the_agent_and_the_exporter()
    {
        using var session = new ExportSession(Settings(isGrpc: true));
        session.Export();
        Assert.Matches(@"^AutoInstr/\d+\.\d+\.\d+ OTel-OTLP-Exporter-Dotnet/1\.20\.1", Assert.Single(_batches).Headers["user-agent"]);
    }

    [Fact]
    public void Limits_hold()
    {
        var limits = new LimitSettings
        {
            AttributeCount = 2,
            AttributeValueLength = 3,
            EventCount = 1,
            LinkCount = 1,
            EventAttributeCount = 1,
            LinkAttributeCount = 0,
        };
        using var session = new ExportSession(Settings(isGrpc: false) with { Limits = limits });
        session.Export("work", Overfill);
        var span = Assert.Single(_receiver.Store.Spans);
        Assert.Equal([new("a", "123"), new("b", 2L)], span.Attributes);
        Assert.Equal([new("x", "abc")], Assert.Single(span.Events).Attributes);
        Assert.Empty(Assert.Single(span.Links).Attributes);
        Assert.Equal(3u, span.DroppedCount);
    }

    [Fact]
    public void No_limit_is_no_limit()
    {
        var limits = new LimitSettings
        {
            AttributeCount = null,
            EventCount = null,
            LinkCount = null,
            EventAttributeCount = null,
            LinkAttributeCount = null,
        };
        using var session = new ExportSession(Settings(isGrpc: false) with { Limits = limits });
        session.Export("work", static activity =>
        {
            for (var i = 0; i < 300; i++)
            {
                activity.SetTag("key" + i, new string('x', 1000));
                activity.AddEvent(new ActivityEvent("event"));
            }
        });
        var span = Assert.Single(_receiver.Store.Spans);
        Assert.Equal((300, 300), (span.Attributes.Count, span.Events.Count));
        Assert.Equal(1000, ((string)span.Attributes["key299"]!).Length);
    }

    [Fact]
    public void The_environment_is_not_read_again()
    {
        // Each of these would make the SDK throw.
        const string retry = "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY";
        const string headers = "OTEL_EXPORTER_OTLP_HEADERS";
        Environment.SetEnvironmentVariable(retry, "disk");
        Environment.SetEnvironmentVariable(headers, "not a header");
        try
        {
            using var session = new ExportSession(Settings(isGrpc: true));
            session.Export();
            Assert.Single(_receiver.Store.Spans);
        }
        finally
        {
            Environment.SetEnvironmentVariable(retry, null);
            Environment.SetEnvironmentVariable(headers, null);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_export_is_neither_a_span_nor_a_measurement_of_the_applications(bool isGrpc)
    {
        // Tests beside this one make requests too.
        var seen = new ConcurrentQueue<string>();
        using var spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Note(activity.TagObjects),
        };
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "System.Net.Http")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags.ToArray()));
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Note(tags.ToArray()));
        ActivitySource.AddActivityListener(spans);
        meters.Start();

        using (var session = new ExportSession(Settings(isGrpc)))
            session.Export();
        Assert.Single(_receiver.Store.Spans);
        var port = isGrpc ? _receiver.GrpcPort : _receiver.HttpPort;
        Assert.DoesNotContain($"server.port={port}", seen);

        // The listeners do see a request that is not ours.
        using var other = new HttpClient();
        Assert.Throws<HttpRequestException>(
            () => other.Send(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:" + FreePort.Find())));
        Assert.NotEmpty(seen);

        void Note(IEnumerable<KeyValuePair<string, object?>> tags)
        {
            foreach (var (key, value) in tags)
                seen.Enqueue($"{key}={value}");
        }
    }

    [Fact]
    public void A_batch_is_kept_on_disk_when_that_is_asked_for()
    {
        var directory = Directory.CreateTempSubdirectory("autoinstr-retry-");
        var settings = ExportSession.Otlp(
            $"127.0.0.1:{FreePort.Find()}", otlp => otlp with { Retry = OtlpRetry.Disk, RetryDirectory = directory.FullName });
        using (var session = new ExportSession(settings))
        {
            session.Export();
            Assert.Single(directory.EnumerateFiles("*.otlp", SearchOption.AllDirectories));
            Assert.EndsWith($" (kept in {directory.FullName} and sent later)", Assert.Single(session.Log), StringComparison.Ordinal);
            Assert.Equal(0, session.Processors[0].Sender.Undelivered);
        }
        directory.Delete(recursive: true);
    }

    private static void Overfill(Activity activity)
    {
        activity.SetTag("a", "12345").SetTag("b", 2).SetTag("c", 3);
        activity.AddEvent(new ActivityEvent("first", tags: new ActivityTagsCollection { ["x"] = "abcdef", ["y"] = 1 }));
        activity.AddEvent(new ActivityEvent("second"));
        var other = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        activity.AddLink(new ActivityLink(other, new ActivityTagsCollection { ["z"] = 1 }));
        activity.AddLink(new ActivityLink(other));
    }

    private TracesSettings Settings(bool isGrpc, Func<OtlpSettings, OtlpSettings>? change = null) => ExportSession.Otlp(
        (isGrpc ? _receiver.GrpcEndpoint : _receiver.HttpEndpoint).AbsoluteUri, change, isGrpc ? "grpc" : "http/protobuf");
}
