using System.Diagnostics;
using System.Runtime.CompilerServices;
using Quartz;
using Quartz.Core;
using Quartz.Spi;

namespace AutoInstr.Patches.Jobs.Quartz30;

/// <summary>An execution of a job: a trace of its own, under the names that later versions have themselves.</summary>
internal static class ExecutionSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("Quartz");

    private static readonly ConditionalWeakTable<JobRunShell, Activity> Running = [];

    /// <summary>Starts the span.</summary>
    public static Activity? Start(JobRunShell shell)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartApart("Quartz.Job.Execute", ActivityKind.Internal, default);
        if (activity == null)
            return null;
        var (bundle, scheduler) = (Bundle(shell), Scheduler(shell));
        activity.SetTag("quartz.scheduler.name", scheduler.SchedulerName);
        activity.SetTag("quartz.scheduler.id", scheduler.SchedulerInstanceId);
        activity.SetTag("quartz.fire.instance.id", bundle.Trigger.FireInstanceId);
        activity.SetTag("quartz.trigger.group", bundle.Trigger.Key.Group);
        activity.SetTag("quartz.trigger.name", bundle.Trigger.Key.Name);
        activity.SetTag("quartz.job.type", bundle.JobDetail.JobType.ToString());
        activity.SetTag("quartz.job.group", bundle.JobDetail.Key.Group);
        activity.SetTag("quartz.job.name", bundle.JobDetail.Key.Name);
        Running.AddOrUpdate(shell, activity);
        return activity;
    }

    /// <summary>The job threw, which the library tells its listeners and nobody else.</summary>
    public static void Failed(JobRunShell shell, JobExecutionException exception)
    {
        if (Running.TryGetValue(shell, out var activity))
            activity.Fail(exception.GetBaseException());
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "firedTriggerBundle")]
    private static extern ref TriggerFiredBundle Bundle(JobRunShell shell);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "scheduler")]
    private static extern ref IScheduler Scheduler(JobRunShell shell);
}
