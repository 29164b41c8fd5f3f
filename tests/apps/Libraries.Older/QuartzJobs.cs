using Libraries.Databases;
using Quartz;
using Quartz.Impl;

/// <summary>A job that runs and a job that fails, each once, with Quartz.NET 3.</summary>
static class QuartzJobs
{
    // What waits for them goes on elsewhere: a job that shut the scheduler down would wait for itself.
    static readonly TaskCompletionSource
        Ran = new(TaskCreationOptions.RunContinuationsAsynchronously), Failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task RunAsync()
    {
        var scheduler = await new StdSchedulerFactory().GetScheduler();
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
        public async Task Execute(IJobExecutionContext context)
        {
            using (Work.Source.StartActivity("inside"))
                await Task.Yield();
            Ran.TrySetResult();
        }
    }

    sealed class Fails : IJob
    {
        public Task Execute(IJobExecutionContext context)
        {
            Failed.TrySetResult();
            throw new JobExecutionException(new InvalidOperationException("as planned"));
        }
    }
}
