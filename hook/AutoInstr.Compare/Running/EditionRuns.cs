using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Running;

/// <summary>Runs both editions, in turn.</summary>
/// <param name="plan">What is run.</param>
/// <param name="kit">The kit with the startup hook.</param>
/// <param name="recordings">Where recordings are left, or <see langword="null"/>.</param>
/// <param name="progress">Told what goes on.</param>
internal sealed class EditionRuns(RunPlan plan, string kit, string? recordings, TextWriter progress)
{
    private const string Hook = "AutoInstr.StartupHook.dll";

    /// <summary>Runs each edition a number of times. What the first run of each sent is compared, what all used is counted.</summary>
    /// <exception cref="ComparisonException">An edition cannot be run, or sends nothing.</exception>
    public async Task<(Recording Manual, Recording Automatic, Cost Cost)> RunAsync(int runs, CancellationToken stop)
    {
        if (!File.Exists(Path.Combine(kit, Hook)))
            throw new ComparisonException($"{Path.Combine(kit, Hook)} is missing; install the kit again");
        var variables = new PlanVariables();
        using var traffic = new Traffic(TrafficFile.Read(plan.PathOf(plan.Traffic)), variables);
        var lines = plan.Sources is { } sources
            ? SourceLines.CountAdded(plan.PathOf(sources.Manual), plan.PathOf(sources.Automatic))
            : (int?)null;
        var (manual, automatic) = (new List<EditionRun>(), new List<EditionRun>());
        for (var run = 1; run <= runs; run++)
        {
            manual.Add(await RunAsync("manual", run, runs, () => new EditionRun(
                plan, traffic, variables, static service => service.Manual, ManualVariables), stop).ConfigureAwait(false));
            automatic.Add(await RunAsync("automatic", run, runs, () => new EditionRun(
                plan, traffic, variables, static service => service.Automatic, AutomaticVariables), stop).ConfigureAwait(false));
        }
        foreach (var (ours, theirs) in manual[0].Answers.Zip(automatic[0].Answers).Where(static pair => pair.First != pair.Second))
            await SayAsync($"answered otherwise: {ours} by the manual edition, {theirs} by the automatic one").ConfigureAwait(false);
        var cost = new Cost(lines, [.. ManualVariables("", "").Keys], [.. AutomaticVariables("", "").Keys],
            [.. plan.Services.Select((service, i) => new ServiceCost(service.Name, Median(manual, i), Median(automatic, i)))], runs);
        return (manual[0].Recording!, automatic[0].Recording!, cost);
    }

    private async Task<EditionRun> RunAsync(string edition, int number, int of, Func<EditionRun> create, CancellationToken stop)
    {
        await SayAsync($"{edition} edition, run {number} of {of}").ConfigureAwait(false);
        var run = create();
        if (recordings is not null && number == 1)
            Directory.CreateDirectory(recordings);
        var file = recordings is null || number > 1 ? null : Path.Combine(recordings, edition + ".jsonl");
        await run.RunAsync(file, stop).ConfigureAwait(false);
        return run.Recording is { Spans: > 0 }
            ? run
            : throw new ComparisonException($"the {edition} edition sent no span; its exporter must go by OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    private Task SayAsync(string message) => progress.WriteLineAsync($"autoinstr compare: {message}");

    private static Dictionary<string, string> ManualVariables(string service, string endpoint) => new()
    {
        ["OTEL_SERVICE_NAME"] = service,
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
    };

    private Dictionary<string, string> AutomaticVariables(string service, string endpoint)
    {
        var variables = ManualVariables(service, endpoint);
        variables["DOTNET_STARTUP_HOOKS"] = Path.Combine(kit, Hook);
        variables["OTEL_TRACES_EXPORTER"] = "otlp";
        foreach (var (name, value) in plan.AutomaticEnvironment)
            variables[name] = value;
        return variables;
    }

    private static Usage Median(List<EditionRun> runs, int service) => new(
        Median(runs, run => run.Usages[service].StartMilliseconds),
        Median(runs, run => run.Usages[service].CpuMilliseconds),
        (long)Median(runs, run => run.Usages[service].MemoryBytes));

    private static double Median(List<EditionRun> runs, Func<EditionRun, double> value)
    {
        var sorted = runs.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
