using System.Diagnostics;
using AutoInstr.Agent.SelfLog;
using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;

namespace AutoInstr.Agent.Sources.Jobs;

/// <summary>Makes the spans of Hangfire's jobs. The context travels as parameters of the job.</summary>
/// <remarks>Hangfire takes an exception of a filter for one of the job, so nothing leaves these methods.</remarks>
internal sealed class HangfireFilter : IClientFilter, IServerFilter, IDisposable
{
    private const string SpanItem = "AutoInstr.Span";
    private const string OuterItem = "AutoInstr.Outer";

    private readonly ActivitySource _source = new(HangfireInstrumentation.SourceName);

    private HangfireFilter()
    {
    }

    /// <summary>Adds the filter around all others.</summary>
    /// <returns>What takes it away again.</returns>
    public static HangfireFilter Add()
    {
        var filter = new HangfireFilter();
        GlobalJobFilters.Filters.Add(filter, int.MinValue);
        return filter;
    }

    /// <summary>Takes the filter away.</summary>
    public void Dispose()
    {
        GlobalJobFilters.Filters.Remove(this);
        _source.Dispose();
    }

    /// <inheritdoc/>
    public void OnCreating(CreatingContext context) => Guard(() =>
    {
        if (Start("create", context.Job, ActivityKind.Producer, default) is not { } span)
            return;
        context.Items[SpanItem] = span;
        DistributedContextPropagator.Current.Inject(
            span, context, static (carrier, name, value) => ((CreatingContext)carrier!).SetJobParameter(name, value));
    });

    /// <inheritdoc/>
    public void OnCreated(CreatedContext context) => Guard(() =>
    {
        if (!context.Items.TryGetValue(SpanItem, out var item) || item is not Activity span)
            return;
        if (context.BackgroundJob is { } job)
            span.SetTag("hangfire.job.id", job.Id);
        End(span, context.Exception);
    });

    /// <inheritdoc/>
    public void OnPerforming(PerformingContext context) => Guard(() =>
    {
        // What is current in a worker's thread was so when the server was started, and has nothing to do with the job.
        context.Items[OuterItem] = Activity.Current;
        Activity.Current = null;
        if (Start("perform", context.BackgroundJob.Job, ActivityKind.Consumer, CreationContext(context)) is not { } span)
            return;
        context.Items[SpanItem] = span;
        span.SetTag("hangfire.job.id", context.BackgroundJob.Id);
        foreach (var (name, value) in DistributedContextPropagator.Current.ExtractBaggage(context, ReadParameter) ?? [])
            span.AddBaggage(name, value);
    });

    /// <inheritdoc/>
    public void OnPerformed(PerformedContext context) => Guard(() =>
    {
        if (context.Items.TryGetValue(SpanItem, out var item) && item is Activity span)
            End(span, context.Exception is JobPerformanceException { InnerException: { } thrown } ? thrown : context.Exception);
        if (context.Items.TryGetValue(OuterItem, out var outer))
            Activity.Current = (Activity?)outer;
    });

    private Activity? Start(string operation, Job job, ActivityKind kind, ActivityContext parent)
    {
        var span = _source.StartActivity($"{operation} {job.Type.Name}.{job.Method.Name}", kind, parent);
        span?.SetTag("code.function.name", $"{job.Type.FullName}.{job.Method.Name}");
        if (job.Queue is { } queue)
            span?.SetTag("hangfire.queue", queue);
        return span;
    }

    private static void End(Activity span, Exception? exception)
    {
        if (exception != null)
            span.Fail(exception);
        span.Stop();
    }

    private static ActivityContext CreationContext(PerformContext context)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(context, ReadParameter, out var traceId, out var state);
        return ActivityContext.TryParse(traceId, state, isRemote: true, out var parent) ? parent : default;
    }

    private static void ReadParameter(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((PerformContext)carrier!).GetJobParameter<string>(name, allowStale: true);
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Log.Once(LogLevel.Error, "hangfire",
                $"a Hangfire job could not be traced ({exception.GetType().Name}: {exception.Message}); further ones are not reported");
        }
    }
}
