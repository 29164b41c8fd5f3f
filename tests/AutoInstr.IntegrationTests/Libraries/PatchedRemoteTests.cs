using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Commands on other machines.</summary>
public sealed class PatchedRemoteTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task SSH_NET(string runtime)
    {
        await using var server = await SshServer.StartAsync();
        var run = await LibraryRun.OfAsync(
            TestApp.Library("Libraries.PatchedServices", runtime), ["ssh.net", $"{server.Port}", server.KeyFile]);

        var commands = run.All("Execute ssh");
        Assert.Equal(4, commands.Count);
        Assert.All(commands, span =>
        {
            Assert.Equal(SpanKind.Client, span.Kind);
            SpanAssert.IsChildOf(run.Work, span);
            // What is executed may hold secrets.
            Assert.DoesNotContain(
                span.Attributes, attribute => attribute.Value is string text && text.Contains("secret", StringComparison.Ordinal));
            Assert.DoesNotContain("sleep", span.StatusMessage, StringComparison.Ordinal);
        });
        SpanAssert.Has(commands[0], ("network.protocol.name", "ssh"), ("server.address", "127.0.0.1"), ("server.port", server.Port),
            ("process.exit.code", 0));
        SpanAssert.Succeeded(commands[0]);
        SpanAssert.Failed(commands[1], "3");
        Assert.Equal(3L, commands[1].Attributes["process.exit.code"]);
        SpanAssert.Succeeded(commands[2]);
        SpanAssert.Failed(commands[3], "Renci.SshNet.Common.SshOperationTimeoutException");
    }
}
