using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Jobs;

/// <summary>Quartz.NET: a span for every execution; version 4 links it to what scheduled it, version 3 needs the adapter, 3.0 a patch.</summary>
internal sealed class QuartzInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "QUARTZ";

    /// <inheritdoc/>
    public override string Library => "Quartz.NET 3 - 4";

    /// <inheritdoc/>
    public override string Spans => "spans of executions (3.0 by a patch)";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Quartz", Quartz3Adapter.SourceName];

    /// <inheritdoc/>
    public override string Assembly => "Quartz";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => new Quartz3Adapter();

    /// <summary>Those of the job store, many a second, are left out.</summary>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options) =>
        !options.Name.StartsWith("Quartz.JobStore.", StringComparison.Ordinal);

    /// <summary>Names the span after the job's type: the job's own name may be made for one execution.</summary>
    public override bool OnStop(Activity activity)
    {
        if (activity.GetTagItem("quartz.job.type") is string type)
            activity.DisplayName = $"execute {ShortName(type)}";
        return true;
    }

    private static ReadOnlySpan<char> ShortName(string assemblyQualified)
    {
        var comma = assemblyQualified.IndexOf(',', StringComparison.Ordinal);
        var type = comma < 0 ? assemblyQualified.AsSpan() : assemblyQualified.AsSpan(0, comma);
        return type[(type.LastIndexOfAny('.', '+') + 1)..];
    }
}
