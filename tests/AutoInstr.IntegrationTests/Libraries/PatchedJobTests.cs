using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Jobs, actors and mediators that only a patch can trace.</summary>
public sealed class PatchedJobTests
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.PatchedServices", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MediatR(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["mediatr"]);

        Assert.Equal(["send Question", "send Question", "send Unheard", "publish Happened"], run.Names);
        var questions = run.All("send Question");
        Assert.All(questions, span => SpanAssert.IsChildOf(run.Work, span));
        SpanAssert.IsChildOf(questions[0], run.Single("inside 6*7"));
        SpanAssert.IsChildOf(questions[1], run.Single("inside 1/0"));
        SpanAssert.Has(questions[0], ("mediatr.message.type", "Libraries.PatchedServices.Mediation+Question"));
        SpanAssert.Succeeded(questions[0]);
        SpanAssert.Failed(questions[1], "System.DivideByZeroException");
        SpanAssert.Failed(run.Single("send Unheard"), "System.InvalidOperationException");
        Assert.Equal(2, run.All("heard").Count);
        Assert.All(run.All("heard"), span => SpanAssert.IsChildOf(run.Single("publish Happened"), span));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Coravel(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["coravel"]);

        Assert.Equal(
            ["execute Broken", "execute Broken", "execute Sweep", "execute Sweep", "execute queued task", "execute scheduled task"],
            run.Names.Order(StringComparer.Ordinal));
        var (sweeps, broken, task) = (run.All("execute Sweep"), run.All("execute Broken"), run.Single("execute queued task"));
        Assert.All([.. sweeps, .. broken, task], span => Assert.Equal((SpanKind.Internal, ""), (span.Kind, span.ParentSpanId)));
        Assert.Equal(run.Single("queueing").SpanId, Assert.Single(sweeps[0].Links).SpanId);
        Assert.Equal(run.Single("queueing").SpanId, Assert.Single(task.Links).SpanId);
        Assert.Empty(sweeps[1].Links);
        SpanAssert.IsChildOf(sweeps[0], run.All("inside sweep")[0]);
        SpanAssert.IsChildOf(sweeps[1], run.All("inside sweep")[1]);
        SpanAssert.IsChildOf(task, run.Single("inside task"));
        SpanAssert.Has(sweeps[0], ("code.function.name", "Libraries.PatchedServices.Tasks+Sweep.Invoke"));
        SpanAssert.Succeeded(sweeps[0]);
        Assert.All(broken, span =>
        {
            SpanAssert.Failed(span, "System.IO.InvalidDataException");
            Assert.Equal("as planned", Assert.Single(span.Events).Attributes["exception.message"]);
        });
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Akka(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["akka"]);

        var questions = run.All("process Question");
        Assert.Equal(4, questions.Count);
        SpanAssert.IsChildOf(run.Work, questions[0]);
        SpanAssert.IsChildOf(questions[0], questions[1]);
        SpanAssert.IsChildOf(questions[1], run.Single("inside hi"));
        SpanAssert.IsChildOf(run.Work, questions[2]);
        Assert.Equal(SpanKind.Consumer, questions[0].Kind);
        SpanAssert.Has(questions[1],
            ("messaging.system", "akka"), ("messaging.operation.type", "process"), ("messaging.operation.name", "process"),
            ("messaging.destination.name", "/user/front/back"), ("akka.message.type", "Libraries.PatchedServices.ActorModel+Question"));
        var ticks = run.All("process Tick");
        Assert.Equal([run.Single("first").SpanId, run.Single("second").SpanId], ticks.Select(span => span.ParentSpanId));
        SpanAssert.Succeeded(ticks[0]);
        SpanAssert.Failed(run.Single("process Bang"), "System.IO.InvalidDataException");
        Assert.Equal(7, run.Names.Count());
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Quartz_3_0(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["quartz"]);

        Assert.Equal(["execute Fails", "execute Works"], run.Names.Order(StringComparer.Ordinal));
        var works = run.Single("execute Works");
        Assert.Equal((SpanKind.Internal, ""), (works.Kind, works.ParentSpanId));
        SpanAssert.IsChildOf(works, run.Single("inside"));
        SpanAssert.Succeeded(works);
        Assert.Equal(("works", "jobs", "once"),
            (works.Attributes["quartz.job.name"], works.Attributes["quartz.job.group"], works.Attributes["quartz.trigger.name"]));
        SpanAssert.Failed(run.Single("execute Fails"), "System.InvalidOperationException");
    }
}
