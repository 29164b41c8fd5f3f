using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Schedulers and queues of jobs, and actors.</summary>
public sealed class JobTests(RealServers servers)
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.Services", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Hangfire(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["hangfire"]);

        Assert.Equal(
            ["create HangfireJobs.Fails", "create HangfireJobs.Works", "perform HangfireJobs.Fails", "perform HangfireJobs.Works"],
            run.Names.Order(StringComparer.Ordinal));
        var (create, perform) = (run.Single("create HangfireJobs.Works"), run.Single("perform HangfireJobs.Works"));
        Assert.Equal((SpanKind.Producer, SpanKind.Consumer), (create.Kind, perform.Kind));
        SpanAssert.IsChildOf(run.Work, create);
        SpanAssert.IsChildOf(create, perform);
        SpanAssert.IsChildOf(perform, run.Single("inside"));
        SpanAssert.Succeeded(create);
        SpanAssert.Succeeded(perform);
        foreach (var span in new[] { create, perform })
            SpanAssert.Has(span, ("code.function.name", "Libraries.Services.HangfireJobs.Works"),
                ("hangfire.job.id", create.Attributes["hangfire.job.id"]!));

        var fails = run.Single("perform HangfireJobs.Fails");
        SpanAssert.IsChildOf(run.Single("create HangfireJobs.Fails"), fails);
        SpanAssert.Failed(fails, "System.InvalidOperationException");
        Assert.Equal("as planned", Assert.Single(fails.Events).Attributes["exception.message"]);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Hangfire_links_through_PostgreSQL_what_one_process_enqueues_and_another_performs(string runtime)
    {
        var server = await servers.PostgreSqlAsync();
        await using var receiver = await Spans.ReceiveAsync();
        string[] enqueue = ["hangfire-enqueue", server.ConnectionString], perform = ["hangfire-perform", server.ConnectionString];

        var app = App(runtime);
        var bare = (await app.RunBareAsync(enqueue), await app.RunBareAsync(perform));
        var hooked = (await app.RunHookedAsync(receiver, enqueue, Sources), await app.RunHookedAsync(receiver, perform, Sources));

        Assert.Equal((new AppRun(0, "done\n", ""), new AppRun(0, "hi\ndone\n", "")), bare);
        Assert.Equal(bare, hooked);
        var (created, performed) = (Single(receiver, "create HangfireStorage.Works"), Single(receiver, "perform HangfireStorage.Works"));
        Assert.NotEqual(created.Resource["process.pid"], performed.Resource["process.pid"]);
        SpanAssert.IsChildOf(created, performed);
        SpanAssert.IsChildOf(performed, Single(receiver, "inside"));
        SpanAssert.Succeeded(performed);
        Assert.Equal(created.Attributes["hangfire.job.id"], performed.Attributes["hangfire.job.id"]);
        var fails = Single(receiver, "perform HangfireStorage.Fails");
        SpanAssert.IsChildOf(Single(receiver, "create HangfireStorage.Fails"), fails);
        SpanAssert.Failed(fails, "System.InvalidOperationException");
    }

    [Fact]
    public async Task Hangfire_jobs_pass_between_processes_with_and_without_the_hook()
    {
        var server = await servers.PostgreSqlAsync();
        await using var receiver = await Spans.ReceiveAsync();
        string[] enqueue = ["hangfire-enqueue", server.ConnectionString], perform = ["hangfire-perform", server.ConnectionString];

        await App("10.0").RunBareAsync(enqueue);
        var hooked = await App("10.0").RunHookedAsync(receiver, perform, Sources);
        await App("10.0").RunHookedAsync(receiver, enqueue, Sources);
        var bare = await App("10.0").RunBareAsync(perform);

        Assert.Equal(new AppRun(0, "hi\ndone\n", ""), bare);
        Assert.Equal(bare, hooked);
        Assert.Equal("", Single(receiver, "perform HangfireStorage.Works").ParentSpanId);
        Assert.Equal(SpanKind.Producer, Single(receiver, "create HangfireStorage.Works").Kind);
    }

    [Fact]
    public async Task Quartz_4()
    {
        var run = await LibraryRun.OfAsync(App("10.0"), ["quartz"]);

        Assert.Equal(["execute Fails", "execute Works"], run.Names.Order(StringComparer.Ordinal));
        var works = run.Single("execute Works");
        Assert.Equal((SpanKind.Internal, ""), (works.Kind, works.ParentSpanId));
        Assert.Equal(run.Work.SpanId, Assert.Single(works.Links).SpanId);
        SpanAssert.IsChildOf(works, run.Single("inside"));
        SpanAssert.Succeeded(works);
        Assert.Equal(("works", "jobs", "once"),
            (works.Attributes["quartz.job.name"], works.Attributes["quartz.job.group"], works.Attributes["quartz.trigger.name"]));
        SpanAssert.Failed(run.Single("execute Fails"), "System.InvalidOperationException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Quartz_3(string runtime)
    {
        var run = await LibraryRun.OfAsync(TestApp.Library("Libraries.Older", runtime), ["quartz"]);

        Assert.Equal(["execute Fails", "execute Works"], run.Names.Order(StringComparer.Ordinal));
        var works = run.Single("execute Works");
        Assert.Equal((SpanKind.Internal, ""), (works.Kind, works.ParentSpanId));
        SpanAssert.IsChildOf(works, run.Single("inside"));
        SpanAssert.Succeeded(works);
        Assert.Equal(("works", "jobs", "once"),
            (works.Attributes["quartz.job.name"], works.Attributes["quartz.job.group"], works.Attributes["quartz.trigger.name"]));
        SpanAssert.Failed(run.Single("execute Fails"), "System.InvalidOperationException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Orleans(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["orleans"]);

        var calls = run.All("IGreeter/Greet");
        var (client, server) = (calls.First(span => span.Kind == SpanKind.Client), calls.First(span => span.Kind == SpanKind.Server));
        Assert.Equal(4, calls.Count);
        SpanAssert.IsChildOf(run.Work, client);
        SpanAssert.IsChildOf(client, server);
        SpanAssert.Succeeded(server);
        Assert.Equal("orleans", server.Attributes["rpc.system.name"]);
        Assert.Equal(2, calls.Count(span => span.Status == SpanStatus.Error));
        Assert.DoesNotContain(run.Spans, span => span.ScopeName == "Microsoft.Orleans.Runtime");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Proto_Actor(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["proto.actor"]);

        Assert.Contains("EventStream Greeting", run.Names);
        SpanAssert.IsChildOf(run.Work, run.Single("EventStream Greeting"));
        Assert.All(run.Spans, span => Assert.Equal(run.Work.TraceId, span.TraceId));
    }

    private static Dictionary<string, string?> Sources { get; } =
        new() { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = LibraryRun.AppSource };

    private static Span Single(OtlpReceiver receiver, string name) => Assert.Single(receiver.Store.Spans, span => span.Name == name);
}
