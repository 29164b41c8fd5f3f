using System.Diagnostics.Metrics;
using System.Runtime;
using System.Runtime.ExceptionServices;

namespace AutoInstr.Agent.Metrics;

/// <summary>The meter that .NET 9 and later have built in, for .NET 8: same name, same instruments.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/runtime/dotnet-metrics/</remarks>
internal sealed class RuntimeMetrics : IDisposable
{
    private static readonly string[] Generations = ["gen0", "gen1", "gen2", "loh", "poh"];

    [ThreadStatic]
    private static bool _isCounting;

    private readonly Meter _meter = new("System.Runtime");
    private readonly Counter<long> _exceptions;

    /// <summary>Makes the instruments.</summary>
    public RuntimeMetrics()
    {
        CreateOfCollector();
        CreateOfCode();
        CreateOfThreads();
        _meter.CreateObservableUpDownCounter(
            "dotnet.process.cpu.count", static () => (long)Environment.ProcessorCount, "{cpu}",
            "The number of processors available to the process.");
        _meter.CreateObservableCounter(
            "dotnet.process.cpu.time", ProcessorTime, "s", "CPU time used by the process.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.process.memory.working_set", static () => Environment.WorkingSet, "By",
            "The number of bytes of physical memory mapped to the process context.");
        _exceptions = _meter.CreateCounter<long>(
            "dotnet.exceptions", "{exception}", "The number of exceptions that have been thrown in managed code.");
        AppDomain.CurrentDomain.FirstChanceException += Count;
    }

    /// <summary>Whether the runtime has none of its own.</summary>
    public static bool AreMissing => Environment.Version.Major < 9;

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        _meter.Dispose();
    }

    private void CreateOfCollector()
    {
        _meter.CreateObservableCounter(
            "dotnet.gc.collections", Collections, "{collection}",
            "The number of garbage collections that have occurred since the process has started.");
        _meter.CreateObservableCounter(
            "dotnet.gc.heap.total_allocated", static () => GC.GetTotalAllocatedBytes(), "By",
            "The approximate number of bytes allocated on the managed GC heap since the process has started.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.gc.last_collection.memory.committed_size",
            static () => Last(static last => new Measurement<long>(last.TotalCommittedBytes)), "By",
            "The amount of committed virtual memory in use by the .NET GC, as observed during the latest garbage collection.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.gc.last_collection.heap.size", static () => LastByGeneration(static generation => generation.SizeAfterBytes), "By",
            "The managed GC heap size (including fragmentation), as observed during the latest garbage collection.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.gc.last_collection.heap.fragmentation.size",
            static () => LastByGeneration(static generation => generation.FragmentationAfterBytes), "By",
            "The heap fragmentation, as observed during the latest garbage collection.");
        _meter.CreateObservableCounter(
            "dotnet.gc.pause.time", static () => GC.GetTotalPauseDuration().TotalSeconds, "s",
            "The total amount of time paused in GC since the process has started.");
    }

    private void CreateOfCode()
    {
        _meter.CreateObservableCounter(
            "dotnet.jit.compiled_il.size", static () => JitInfo.GetCompiledILBytes(), "By",
            "Count of bytes of intermediate language that have been compiled since the process has started.");
        _meter.CreateObservableCounter(
            "dotnet.jit.compiled_methods", static () => JitInfo.GetCompiledMethodCount(), "{method}",
            "The number of times the JIT compiler (re)compiled methods since the process has started.");
        _meter.CreateObservableCounter(
            "dotnet.jit.compilation.time", static () => JitInfo.GetCompilationTime().TotalSeconds, "s",
            "The number of seconds the JIT compiler has spent compiling methods since the process has started.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.assembly.count", static () => (long)AppDomain.CurrentDomain.GetAssemblies().Length, "{assembly}",
            "The number of .NET assemblies that are currently loaded.");
    }

    private void CreateOfThreads()
    {
        _meter.CreateObservableCounter(
            "dotnet.monitor.lock_contentions", static () => Monitor.LockContentionCount, "{contention}",
            "The number of times there was contention when trying to acquire a monitor lock since the process has started.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.thread_pool.thread.count", static () => (long)ThreadPool.ThreadCount, "{thread}",
            "The number of thread pool threads that currently exist.");
        _meter.CreateObservableCounter(
            "dotnet.thread_pool.work_item.count", static () => ThreadPool.CompletedWorkItemCount, "{work_item}",
            "The number of work items that the thread pool has completed since the process has started.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.thread_pool.queue.length", static () => ThreadPool.PendingWorkItemCount, "{work_item}",
            "The number of work items that are currently queued to be processed by the thread pool.");
        _meter.CreateObservableUpDownCounter(
            "dotnet.timer.count", static () => Timer.ActiveCount, "{timer}",
            "The number of timer instances that are currently active.");
    }

    private static Measurement<double>[] ProcessorTime()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return
        [
            new(process.UserProcessorTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "user")),
            new(process.PrivilegedProcessorTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "system")),
        ];
    }

    /// <summary>A collection of a generation is counted for the younger ones as well; each is to be told once.</summary>
    private static IEnumerable<Measurement<long>> Collections()
    {
        long older = 0;
        for (var generation = GC.MaxGeneration; generation >= 0; generation--)
        {
            long all = GC.CollectionCount(generation);
            yield return new(all - older, Generation(generation));
            older = all;
        }
    }

    private static IEnumerable<Measurement<long>> Last(Func<GCMemoryInfo, Measurement<long>> read)
    {
        var last = GC.GetGCMemoryInfo();
        return last.Index == 0 ? [] : [read(last)];
    }

    private static Measurement<long>[] LastByGeneration(Func<GCGenerationInfo, long> read)
    {
        var last = GC.GetGCMemoryInfo();
        if (last.Index == 0)
            return [];
        var count = Math.Min(last.GenerationInfo.Length, Generations.Length);
        var measurements = new Measurement<long>[count];
        for (var i = 0; i < count; i++)
            measurements[i] = new(read(last.GenerationInfo[i]), Generation(i));
        return measurements;
    }

    private static KeyValuePair<string, object?> Generation(int index) => new("gc.heap.generation", Generations[index]);

    private void Count(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        // Whoever hears of it may throw as well.
        if (_isCounting)
            return;
        _isCounting = true;
        try
        {
            _exceptions.Add(1, new KeyValuePair<string, object?>("error.type", thrown.Exception.GetType().Name));
        }
        finally
        {
            _isCounting = false;
        }
    }
}
