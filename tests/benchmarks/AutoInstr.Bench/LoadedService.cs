using System.Diagnostics;

using AutoInstr.Samples;

namespace AutoInstr.Bench;

/// <summary>A warm service of one edition, and what its load has cost so far.</summary>
/// <param name="edition">The edition.</param>
/// <param name="sample">The running service.</param>
/// <param name="spans">How many of its spans the sink has received before.</param>
sealed class LoadedService(Edition edition, SampleProcess sample, long spans) : IAsyncDisposable
{
    private readonly TimeSpan _processorTime = sample.Process.ProcessorTime;
    private readonly List<double> _memory = [];
    private TimeSpan _duration;
    private int _requests;
    private double _peak;

    /// <summary>The edition.</summary>
    public Edition Edition => edition;

    /// <summary>The running service.</summary>
    public SampleProcess Sample => sample;

    /// <summary>Sends requests to it.</summary>
    public async Task LoadAsync(int connections, int requests, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        var load = Load.SendAsync(sample.Address, connections, requests, cancellation);
        var memory = await ResidentMemory.DuringAsync(sample.Process.Id, load);
        _duration += Stopwatch.GetElapsedTime(begin);
        _requests += requests;
        _memory.Add(memory.Mean);
        _peak = memory.Peak;
    }

    /// <summary>Adds what all loads together have cost. The processor time includes that between them, in which spans are sent.</summary>
    /// <param name="measurements">Where to.</param>
    /// <param name="received">How many of its spans the sink has received by now.</param>
    public void AddTo(Measurements measurements, long received)
    {
        measurements.Add(edition, Figure.CpuPerRequest, (sample.Process.ProcessorTime - _processorTime).TotalMicroseconds / _requests);
        measurements.Add(edition, Figure.Throughput, _requests / _duration.TotalSeconds);
        measurements.Add(edition, Figure.Resident, _memory.Average());
        measurements.Add(edition, Figure.PeakResident, _peak);
        measurements.Add(edition, Figure.Spans, (double)(received - spans) / _requests);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sample.DisposeAsync();
}
