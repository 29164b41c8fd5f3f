using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Sources;
using AutoInstr.Agent.Traces;
using Xunit;

namespace AutoInstr.UnitTests.ExistingSdk;

public sealed class ApplicationSdkTests
{
    [Fact]
    public void Who_listens_beside_the_agent_is_seen()
    {
        var name = "Test." + Guid.NewGuid();
        using var source = new ActivitySource(name);
        var application = new ApplicationSdk(ExistingSdkMode.Defer);
        var names = new SourceNames();
        names.Add([name]);
        var export = new BackgroundStart<SpanExport>(static () => null!, TimeSpan.FromSeconds(30), static (_, _) => { });
        using var agents = new SourceListener(names, null, export, application);
        Assert.True(source.HasListeners());
        Assert.False(application.IsHeardByOthers(source));

        using var other = new ActivityListener { ShouldListenTo = heard => heard.Name == name };
        ActivitySource.AddActivityListener(other);

        Assert.True(application.IsHeardByOthers(source));
    }
}
