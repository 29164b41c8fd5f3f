using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Schedulers and queues of jobs, and actors.</summary>
public sealed class JobTests
{
    private static readonly TestApp App = new("Libraries.Services");

    [Fact]
    public async Task Hangfire()
    {
        var run = await LibraryRun.OfAsync(App, ["hangfire"]);

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

    [Fact]
    public async Task Quartz_4()
    {
        var run = await LibraryRun.OfAsync(App, ["quartz"]);

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

    [Fact]
    public async Task Quartz_3()
    {
        var run = await LibraryRun.OfAsync(new TestApp("Libraries.Older"), ["quartz"]);

        Assert.Equal(["execute Fails", "execute Works"], run.Names.Order(StringComparer.Ordinal));
        var works = run.Single("execute Works");
        Assert.Equal((SpanKind.Internal, ""), (works.Kind, works.ParentSpanId));
        SpanAssert.IsChildOf(works, run.Single("inside"));
        SpanAssert.Succeeded(works);
        Assert.Equal(("works", "jobs", "once"),
            (works.Attributes["quartz.job.name"], works.Attributes["quartz.job.group"], works.Attributes["quartz.trigger.name"]));
        SpanAssert.Failed(run.Single("execute Fails"), "System.InvalidOperationException");
    }

    [Fact]
    public async Task Orleans()
    {
        var run = await LibraryRun.OfAsync(App, ["orleans"]);

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

    [Fact]
    public async Task Proto_Actor()
    {
        var run = await LibraryRun.OfAsync(App, ["proto.actor"]);

        Assert.Contains("EventStream Greeting", run.Names);
        SpanAssert.IsChildOf(run.Work, run.Single("EventStream Greeting"));
        Assert.All(run.Spans, span => Assert.Equal(run.Work.TraceId, span.TraceId));
    }
}
