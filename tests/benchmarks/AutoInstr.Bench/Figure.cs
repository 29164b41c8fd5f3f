namespace AutoInstr.Bench;

/// <summary>Something that is measured of every edition.</summary>
/// <param name="Id">Its name in the result file.</param>
/// <param name="Title">Its name in the table, with the unit.</param>
/// <param name="IsCost">Whether less of it is better, so that what two editions add to the bare one can be compared.</param>
/// <param name="Decimals">How many digits after the point the table shows.</param>
/// <param name="Budget">How much the hook may add to the bare application, as a part of what manual instrumentation adds; none when the
/// figure
/// is only told.</param>
sealed record Figure(string Id, string Title, bool IsCost, int Decimals, double? Budget = null)
{
    /// <summary>From just before the process is started to the first answer with status 200.</summary>
    public static readonly Figure FirstResponse = new("first_response_ms", "first response (ms)", true, 1, Budget: 0.5);

    /// <summary>User and system time of the process until then: says the same and suffers less from what else the machine does.</summary>
    public static readonly Figure FirstResponseCpu = new("first_response_cpu_ms", "CPU to first response (ms)", true, 0);

    /// <summary>What attaching to the runtime and patching took up to the first response, as the agent says it.</summary>
    public static readonly Figure Patching = new("patching_ms", "attaching and patching (ms)", true, 1);

    /// <summary>User and system time of the process, the exporter's included, over the requests of one load.</summary>
    public static readonly Figure CpuPerRequest = new("cpu_us_per_request", "CPU per request (us)", true, 1, Budget: 1);

    /// <summary>Requests answered per second of load.</summary>
    public static readonly Figure Throughput = new("requests_per_second", "requests per second", false, 0);

    /// <summary>Resident memory (VmRSS), on average over a load.</summary>
    public static readonly Figure Resident = new("rss_mb", "RSS under load (MB)", true, 1, Budget: 1);

    /// <summary>The largest resident memory (VmHWM) so far.</summary>
    public static readonly Figure PeakResident = new("peak_rss_mb", "peak RSS (MB)", true, 1);

    /// <summary>Bytes allocated on the managed heap, by all threads.</summary>
    public static readonly Figure Allocated = new("allocated_bytes_per_request", "allocated per request (B)", true, 0);

    /// <summary>Spans that the sink received: shows that two editions do the same work and lose nothing.</summary>
    public static readonly Figure Spans = new("spans_per_request", "spans per request", false, 3);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Figure> All { get; } =
        [FirstResponse, FirstResponseCpu, CpuPerRequest, Throughput, Resident, PeakResident, Allocated, Spans];
}
