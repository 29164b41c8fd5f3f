using Quartz;

namespace Libraries.Services;

/// <summary>A job that runs and a job that fails, each once.</summary>
static class QuartzJobs
{
    // What waits for them goes on elsewhere: a job that shut the scheduler down would wait for itself.
    static readonly TaskCompletionSource
        Ran = new(TaskCreationOptions.RunContinuationsAsynchronously), Failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task RunAsync()
    {
        await using var factory = QuartzSchedulerBuilder.Create().Build();
        var scheduler = await factory.GetScheduler();
        await scheduler.Start();
        await scheduler.ScheduleJob(JobBuilder.Create<Works>().WithIdentity("works", "jobs").Build(),
            TriggerBuilder.Create().WithIdentity("once", "triggers").StartNow().Build());
        await Ran.Task;
        await scheduler.ScheduleJob(JobBuilder.Create<Fails>().WithIdentity("fails", "jobs").Build(),
            TriggerBuilder.Create().WithIdentity("again", "triggers").StartNow().Build());
        await Failed.Task;
        await scheduler.Shutdown(waitForJobsToComplete: true);
    }

    sealed class Works : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            using var inside = Work.Source.StartActivity("inside");
            Ran.TrySetResult();
            return default;
        }
    }

    sealed class Fails : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            Failed.TrySetResult();
            throw new InvalidOperationException("as planned");
        }
    }
}
