using AutoInstr.Patching;
using Quartz;
using Quartz.Core;

namespace AutoInstr.Patches.Jobs.Quartz30;

/// <summary>What a job threw.</summary>
[Instrumentation("QUARTZ")]
[Patch("Quartz", From = "3.0.7", To = "3.1", Type = "Quartz.Core.JobRunShell", Method = "NotifyJobListenersComplete")]
internal static class CompletePatch
{
    private static void Prefix(JobRunShell __instance, JobExecutionException? jobExEx)
    {
        if (jobExEx != null)
            ExecutionSpan.Failed(__instance, jobExEx);
    }
}
