using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Mail that is sent and refused; a feature flag.</summary>
public sealed class MailAndFeatureTests
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.Services", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MailKit(string runtime)
    {
        await using var server = SmtpServer.Start();
        var run = await LibraryRun.OfAsync(App(runtime), ["mailkit", server.Address.AbsoluteUri]);

        Assert.Equal(["Connect smtp", "Send smtp", "Send smtp"], run.Names);
        var (sent, refused) = (run.All("Send smtp")[0], run.All("Send smtp")[1]);
        Assert.Equal(SpanKind.Client, sent.Kind);
        SpanAssert.IsChildOf(run.Work, sent);
        SpanAssert.Succeeded(sent);
        SpanAssert.Has(sent, ("network.protocol.name", "smtp"), ("server.address", "127.0.0.1"), ("server.port", server.Address.Port));
        SpanAssert.Failed(refused, "_OTHER");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Feature_management(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["feature-management"]);

        Assert.Equal(["FeatureEvaluation"], run.Names);
        SpanAssert.IsChildOf(run.Work, run.Single("FeatureEvaluation"));
    }
}
