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
}
