using System.Diagnostics;
using AutoInstr.PatchBench;

// What a patch costs. Started with the path of the hook it starts itself under the hook, with its own patches, and measures there.
if (args is [var hook])
{
    var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Targets).Assembly.Location]);
    start.Environment["DOTNET_STARTUP_HOOKS"] = hook;
    start.Environment["AUTOINSTR_PATCHES"] = typeof(Targets).Assembly.Location;
    start.Environment["OTEL_LOG_LEVEL"] = "debug";
    start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}

var targets = new Targets();
var task = Task.FromResult(1);
Console.WriteLine("a call, in nanoseconds     unpatched  patched  added  bytes");
Compare("empty prefix and finalizer", i => targets.Add(i), i => targets.AddPatched(i));
Compare("all kinds of arguments", i => targets.Text("a", i), i => targets.TextPatched("a", i));
Compare("a completed task", _ => targets.Complete(task), _ => targets.CompletePatched(task));
return 0;

static void Compare(string name, Action<int> unpatched, Action<int> patched)
{
    const int rounds = 15, calls = 2_000_000;
    double bare = double.MaxValue, woven = double.MaxValue;
    var bytes = 0L;
    for (var round = 0; round < rounds; round++)
    {
        // The least of many: whatever else the machine does only adds.
        bare = Math.Min(bare, Measure(unpatched, calls));
        var before = GC.GetAllocatedBytesForCurrentThread();
        woven = Math.Min(woven, Measure(patched, calls));
        bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }
    Console.WriteLine($"{name,-26} {bare,9:0.0} {woven,8:0.0} {woven - bare,6:0.0} {bytes,6}");
}

static double Measure(Action<int> call, int calls)
{
    var started = Stopwatch.GetTimestamp();
    for (var i = 0; i < calls; i++)
        call(i);
    return Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls;
}
