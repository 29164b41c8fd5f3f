using System.Diagnostics.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>Instruments that are of another sort than the conventions say.</summary>
/// <remarks>What .NET 9 and 10 have in the thread pool falls as well as rises, but is observed by counters
/// (https://github.com/dotnet/runtime/issues/112077, https://github.com/dotnet/runtime/issues/126167): whoever computes a rate of it sees
/// resets.</remarks>
internal static class InstrumentCorrections
{
    /// <summary>The instrument as the SDK is to see it; what is measured by it is measured by the original.</summary>
    public static Instrument Of(Instrument instrument) =>
        instrument is ObservableCounter<long>
        {
            Meter.Name: "System.Runtime",
            Name: "dotnet.thread_pool.thread.count" or "dotnet.thread_pool.queue.length",
        }
            ? UpDownCounter(instrument)
            : instrument;

    private static ObservableUpDownCounter<long> UpDownCounter(Instrument original)
    {
        // Nobody else hears of an instrument whose meter is gone.
        var meter = new Meter(original.Meter.Name, original.Meter.Version);
        meter.Dispose();
        return meter.CreateObservableUpDownCounter(
            original.Name, static () => Array.Empty<Measurement<long>>(), original.Unit, original.Description);
    }
}
