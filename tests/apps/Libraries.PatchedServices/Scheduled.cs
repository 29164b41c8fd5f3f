using System.Collections.Specialized;
using Libraries.Services;
using Quartz;
using Quartz.Impl;

namespace Libraries.PatchedServices;

/// <summary>A job that runs and a job that fails, each once, with a Quartz.NET that has no events yet.</summary>
static class Scheduled
{
    // What waits must not go on inside of a job.
    static readonly TaskCompletionSource Ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
    static readonly TaskCompletionSource Failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task RunAsync()
    {
        var scheduler = await new StdSchedulerFactory(new NameValueCollection
        {
            ["quartz.scheduler.instanceName"] = "scheduler",
            ["quartz.serializer.type"] = "binary",
        }).GetScheduler();
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
            await Task.Yield();
            using (Work.Source.StartActivity("inside"))
                Ran.TrySetResult();
        }
    }

    sealed class Fails : IJob
    {
        public Task Execute(IJobExecutionContext context)
        {
            Failed.TrySetResult();
            throw new InvalidOperationException("as planned");
        }
    }
}
