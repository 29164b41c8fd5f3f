using AutoInstr.Bench;
using AutoInstr.Samples;

if (args is [Sink.Verb])
    return await Sink.RunAsync();
if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

using var interruption = new Interruption();
var machine = Machine.Current();
if (machine.IsBusy)
    Console.WriteLine($"The machine is busy (load average {machine.LoadAverage} on {machine.Cores} cores): times will mean little.");
var measurements = new Measurements();
try
{
    await using var sink = await SinkProcess.StartAsync();
    await using var runner = new Runner(options, sink, measurements);
    await runner.RunAsync(interruption.Token);
}
catch (Exception) when (interruption.Token.IsCancellationRequested)
{
    return 130;
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}

var report = new Report(options, machine, measurements);
report.Write();
Console.WriteLine();
Console.Write(report.Table());
Console.WriteLine($"""

    {machine.Processor}, {machine.Cores} cores shared by the service, the load and the sink;
    {machine.System}; {machine.Runtime}; load average at the beginning {machine.LoadAverage}.
    All values: {options.Output}
    """);
return 0;
