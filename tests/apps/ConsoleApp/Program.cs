using System.Diagnostics;
using System.Runtime.InteropServices;

// A plain console application. Its first argument says how it ends; each way leaves a span of the last instant behind.
var source = new ActivitySource("ConsoleApp");

void Span(string name)
{
    using var activity = source.StartActivity(name);
    Console.WriteLine($"span {name}");
}

var mode = args.Length > 0 ? args[0] : "normal";
Console.WriteLine($"mode {mode}, arguments [{string.Join("|", args)}]");
AppDomain.CurrentDomain.ProcessExit += (_, _) => Span("exit handler");
Span("start");

switch (mode)
{
    case "normal":
        Span("last");
        return 3;

    case "versions":
        LoadedVersions.Print();
        return 0;

    case "exit":
        Span("last");
        Environment.Exit(7);
        return 0;

    case "throw":
        Span("last");
        throw new InvalidOperationException("the application's own failure");

    case "thread-throw":
        Span("last");
        var thread = new Thread(() => throw new InvalidOperationException("a thread's own failure"));
        thread.Start();
        thread.Join();
        return 0;

    case "throw-handlers":
        // The application's own handlers, which see the same whether or not somebody else has one.
        for (var i = 1; i <= 3; i++)
        {
            var name = $"exception handler {i}";
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                Span(name);
                Console.WriteLine($"{unhandled.IsTerminating} {unhandled.ExceptionObject}\n{Environment.StackTrace}");
            };
        }
        Span("last");
        throw new InvalidOperationException("the application's own failure");

    case "throw-failfast":
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Environment.FailFast("the application gives up");
        Span("last");
        throw new InvalidOperationException("the application's own failure");

    case "throw-exit":
        AppDomain.CurrentDomain.UnhandledException += (_, _) =>
        {
            Span("exception handler");
            Environment.Exit(7);
        };
        Span("last");
        throw new InvalidOperationException("the application's own failure");

    case "failfast":
        Environment.FailFast("the application gives up");
        return 0;

    case "wait":
        Span("last");
        Console.WriteLine("waiting");
        Thread.Sleep(Timeout.Infinite);
        return 0;

    case "handle-signals":
        // The application handles the signals itself and ends in its own way, as the generic host does.
        var done = new ManualResetEventSlim();
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle))
        {
            Console.WriteLine("waiting");
            done.Wait();
            Span("after the signal");
        }
        return 5;

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            done.Set();
        }

    case "cancel-key":
        Console.CancelKeyPress += (_, _) => Span("cancel key");
        Console.WriteLine("waiting");
        Thread.Sleep(Timeout.Infinite);
        return 0;

    case "child":
        // A child inherits the environment: it must be as unharmed as its parent.
        Span("last");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. args.Skip(2)]) { RedirectStandardOutput = true };
        if (args[1] == "self")
            start = new ProcessStartInfo(
                Environment.ProcessPath!, [typeof(Program).Assembly.Location, "normal"])
            { RedirectStandardOutput = true };
        using (var child = Process.Start(start)!)
        {
            Console.WriteLine("child said " + child.StandardOutput.ReadToEnd().Replace('\n', ';'));
            child.WaitForExit();
            Console.WriteLine("child exited " + child.ExitCode);
        }
        return 0;

    case "environment":
        foreach (var name in args.Skip(1))
            Console.WriteLine($"{name}={Environment.GetEnvironmentVariable(name) ?? "(none)"}");
        Console.WriteLine("input " + Console.In.ReadToEnd().Trim());
        return 0;

    case "threads":
        // Many threads that make spans at once.
        var threads = Enumerable.Range(0, int.Parse(args[1]))
            .Select(_ => new Thread(() => { using var activity = source.StartActivity("busy"); Thread.Sleep(20); }, 256 * 1024)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Console.WriteLine($"threads {threads.Count}");
        return 0;

    case "spans":
        for (var i = 0; i < int.Parse(args[1]); i++)
            using (source.StartActivity("many")) { }
        Console.WriteLine("done");
        return 0;

    case "numbers":
        // Numbered spans until something ends the process, from the number given.
        for (var number = int.Parse(args[1]); ; number++)
        {
            using (var activity = source.StartActivity("number"))
                activity?.SetTag("number", number);
            Thread.Sleep(1);
        }

    case "freed":
        // Native memory that is free again, but below some that is not: the C library keeps it.
        var blocks = Enumerable.Range(0, 4096).Select(_ => Marshal.AllocHGlobal(16 * 1024)).ToList();
        foreach (var block in blocks)
        {
            for (var offset = 0; offset < 16 * 1024; offset += 4096)
                Marshal.WriteByte(block, offset, 1);
        }
        blocks.SkipLast(1).ToList().ForEach(Marshal.FreeHGlobal);
        Console.WriteLine("blocks are free");
        for (; ; Thread.Sleep(1))
            using (source.StartActivity("later")) { }

    case "idle":
        Thread.Sleep(Timeout.Infinite);
        return 0;

    default:
        Console.Error.WriteLine($"unknown mode {mode}");
        return 64;
}
