using System.Diagnostics;
using AutoInstr.Agent.ExistingSdk;
using Xunit;

namespace AutoInstr.UnitTests.ExistingSdk;

/// <summary>Canary: the private fields of DiagnosticSource that tell who listens are where they are expected.</summary>
public sealed class ListenerListsTests
{
    [Fact]
    public void The_listeners_of_a_source_and_of_the_process_can_be_read()
    {
        using var source = new ActivitySource("ListenerLists.A");
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "ListenerLists.A" };
        Assert.True(ListenerLists.IsReadable);
        Assert.Empty(ListenerLists.Of(source));

        ActivitySource.AddActivityListener(listener);

        Assert.Equal([listener], ListenerLists.Of(source));
        Assert.Contains(listener, ListenerLists.All());
        Assert.Same(ListenerLists.Of(source), ListenerLists.Of(source));

        listener.Dispose();

        Assert.Empty(ListenerLists.Of(source));
        Assert.DoesNotContain(listener, ListenerLists.All());
    }

    [Fact]
    public void A_listener_that_is_no_provider_is_told_apart()
    {
        using var listener = new ActivityListener { ActivityStopped = _ => { } };

        var examined = ForeignListener.Examine(listener);

        Assert.False(examined.IsProvider);
        Assert.False(examined.Exports);
    }
}
