using System.Reflection;
using System.Runtime.Loader;
using StressApp;

// Calls hot methods on eight threads, with exceptions and garbage collections, while they are patched; checks every result.
// Arguments: "hot", the kit, the patches; or "deep", which overflows the stack.
if (args is ["deep"])
    return Work.Deep(0);

var (kit, patches) = (args[1], args[2]);
const int threads = 8;
const int rounds = 4000;
var wrong = 0L;
var thrown = 0L;
var running = threads;
using var half = new CountdownEvent(threads);
using var patched = new ManualResetEventSlim();

var collector = new Thread(() =>
{
    while (Volatile.Read(ref running) > 0)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Thread.Sleep(5);
    }
});
collector.Start();
var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
{
    for (var round = 0; round < rounds; round++)
    {
        Check(index, round);
        if (round == rounds / 4)
            half.Signal();
        // The last calls are made by patched methods whatever the machine's speed is.
        if (round == rounds - 10)
            patched.Wait();
    }
    Interlocked.Decrement(ref running);
})).ToList();
workers.ForEach(worker => worker.Start());

half.Wait();
Patch();
patched.Set();
workers.ForEach(worker => worker.Join());
collector.Join();

var counts = ((long Begun, long Ended, long Failed))AssemblyLoadContext.Default.LoadFromAssemblyPath(patches)
    .GetType("StressPatches.CountingPatch", throwOnError: true)!.GetProperty("Counts")!.GetValue(null)!;
Console.WriteLine($"wrong {wrong}, thrown {thrown}, patched {counts.Begun > 0 && counts.Failed > 0}, lost {counts.Begun - counts.Ended}");
return 0;

void Patch()
{
    Environment.SetEnvironmentVariable("AUTOINSTR_PATCHES", patches);
    var engine = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(kit, "patches", Environment.Version.Major >= 10 ? "net10.0" : "net8.0", "AutoInstr.Patching.dll"))
        .GetType("AutoInstr.Patching.PatchEngine", throwOnError: true)!.GetMethod("Start", BindingFlags.Public | BindingFlags.Static)!;
    var log = new AssemblyLoadContext("log").LoadFromAssemblyPath(typeof(Work).Assembly.Location)
        .GetType(typeof(EngineLog).FullName!, throwOnError: true)!.GetMethod(nameof(EngineLog.Write))!.CreateDelegate<Action<int, string>>();
    engine.CreateDelegate<Action<string, Func<string, bool>, Action<int, string>>>()(kit, static _ => true, log);
}

void Check(int index, int round)
{
    var work = new Work();
    int[] values = [index, round, 7];
    Expect(Work.Fibonacci(10) == 55);
    Expect(Work.Largest<int>(values) == Math.Max(Math.Max(index, round), 7));
    Expect(Work.Largest<string>(["a", "c", "b"]) == "c");
    Expect(Work.Inlined(round) == round * 3);
    Work.Slot(values, 1) = 5;
    Expect(values[1] == 5);
    Expect(work.Pair(index, round) == (index + round, $"{index}+{round}"));
    Expect(work.Price(1.5m, round) == 1.5m * round);
    Expect(work.Numbers(5).Sum() == 10);
    Expect(work.LaterAsync(round).GetAwaiter().GetResult() == round + 1);
    Expect(work.SoonAsync("a").AsTask().GetAwaiter().GetResult() == "aa");
    Expect(work.SoonAsync("ab").AsTask().GetAwaiter().GetResult() == "abab");
    Expect(work.Calls() == 1);
    Expect(Work.Parse("42") == 42);
    Throws<FormatException>(() => Work.Parse("long"));
    Throws<InvalidOperationException>(() => work.SoonAsync("abc").AsTask().GetAwaiter().GetResult());
}

void Expect(bool isTrue)
{
    if (!isTrue)
        Interlocked.Increment(ref wrong);
}

void Throws<T>(Action action)
    where T : Exception
{
    try
    {
        action();
        Interlocked.Increment(ref wrong);
    }
    catch (T)
    {
        Interlocked.Increment(ref thrown);
    }
}
