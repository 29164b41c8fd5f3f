using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AutoInstr.Agent.Metrics;
using Xunit;

namespace AutoInstr.UnitTests.Metrics;

public sealed class InstrumentCorrectionsTests : IDisposable
{
    private readonly Meter _runtime = new("System.Runtime", "1.2");

    public void Dispose() => _runtime.Dispose();

    [Theory]
    [InlineData("dotnet.thread_pool.thread.count")]
    [InlineData("dotnet.thread_pool.queue.length")]
    public void What_falls_is_no_counter(string name)
    {
        var original = _runtime.CreateObservableCounter(name, static () => 1L, "{thing}", "Things.");
        var published = new ConcurrentQueue<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published.Enqueue(instrument) };
        listener.Start();

        var corrected = InstrumentCorrections.Of(original);

        Assert.IsType<ObservableUpDownCounter<long>>(corrected);
        Assert.Equal((name, "{thing}", "Things."), (corrected.Name, corrected.Unit, corrected.Description));
        Assert.Equal(("System.Runtime", "1.2"), (corrected.Meter.Name, corrected.Meter.Version));
        Assert.Contains(original, published);
        Assert.DoesNotContain(corrected, published);
    }

    [Fact]
    public void Others_stay()
    {
        using var other = new Meter("Other");
        Instrument[] instruments =
        [
            _runtime.CreateObservableCounter("dotnet.gc.collections", static () => 1L),
            _runtime.CreateObservableUpDownCounter("dotnet.thread_pool.thread.count", static () => 1L),
            other.CreateObservableCounter("dotnet.thread_pool.thread.count", static () => 1L),
        ];
        Assert.All(instruments, static instrument => Assert.Same(instrument, InstrumentCorrections.Of(instrument)));
    }
}
