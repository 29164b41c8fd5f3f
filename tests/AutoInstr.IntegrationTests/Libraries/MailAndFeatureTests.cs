using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Mail that is sent and refused; a feature flag.</summary>
public sealed class MailAndFeatureTests
{
    private static readonly TestApp App = new("Libraries.Services");

    [Fact]
    public async Task MailKit()
    {
        await using var server = SmtpServer.Start();
        var run = await LibraryRun.OfAsync(App, ["mailkit", server.Address.AbsoluteUri]);

        Assert.Equal(["Connect smtp", "Send smtp", "Send smtp"], run.Names);
        var (sent, refused) = (run.All("Send smtp")[0], run.All("Send smtp")[1]);
        Assert.Equal(SpanKind.Client, sent.Kind);
        SpanAssert.IsChildOf(run.Work, sent);
        SpanAssert.Succeeded(sent);
        SpanAssert.Has(sent, ("network.protocol.name", "smtp"), ("server.address", "127.0.0.1"), ("server.port", server.Address.Port));
        SpanAssert.Failed(refused, "_OTHER");
    }

    [Fact]
    public async Task Feature_management()
    {
        var run = await LibraryRun.OfAsync(App, ["feature-management"]);

        Assert.Equal(["FeatureEvaluation"], run.Names);
        SpanAssert.IsChildOf(run.Work, run.Single("FeatureEvaluation"));
    }
}
