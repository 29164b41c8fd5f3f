namespace AutoInstr.Compare.Running;

/// <summary>What either edition costs: work, and what the running processes use.</summary>
/// <param name="Lines">The lines of code that the manual edition has more, or <see langword="null"/> when no sources were named.</param>
/// <param name="ManualVariables">The variables for telemetry that the manual edition has.</param>
/// <param name="AutomaticVariables">Those that the automatic edition has.</param>
/// <param name="Services">What the processes used.</param>
/// <param name="Runs">How many runs of each edition the medians are of.</param>
internal sealed record Cost(
    int? Lines,
    IReadOnlyList<string> ManualVariables,
    IReadOnlyList<string> AutomaticVariables,
    IReadOnlyList<ServiceCost> Services,
    int Runs);

/// <summary>What a service used in both editions.</summary>
/// <param name="Service">The service.</param>
/// <param name="Manual">Instrumented by hand.</param>
/// <param name="Automatic">Automatically.</param>
internal sealed record ServiceCost(string Service, Usage Manual, Usage Automatic);

/// <summary>What a process used.</summary>
/// <param name="StartMilliseconds">From its start to the first healthy answer.</param>
/// <param name="CpuMilliseconds">User and system time during the traffic.</param>
/// <param name="MemoryBytes">The largest resident set up to the end of the traffic.</param>
internal sealed record Usage(double StartMilliseconds, double CpuMilliseconds, long MemoryBytes);
