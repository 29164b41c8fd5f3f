using System.Diagnostics.Metrics;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patching;

/// <summary>What the engine counts; read only when somebody listens.</summary>
internal static class PatchMetrics
{
    private const string MeterName = "AutoInstr.Patching";

    private static readonly Meter Meter = new(MeterName);
    private static long _applied;
    private static long _failed;

    /// <summary>Makes the instruments.</summary>
    public static void Publish()
    {
        Meter.CreateObservableCounter(
            "autoinstr.patches.applied", static () => Volatile.Read(ref _applied), "{method}", "Methods that were patched.");
        Meter.CreateObservableCounter(
            "autoinstr.patches.failed", static () => Volatile.Read(ref _failed), "{patch}",
            "Patches that were left out of a library, and methods that could not be patched.");
        Meter.CreateObservableCounter(
            "autoinstr.patches.exceptions", static () => PatchFailures.Counts().Values.Sum(), "{exception}",
            "Exceptions of patches, without which the application went on.");
    }

    /// <summary>Counts methods that were patched.</summary>
    public static void Applied(int methods) => Interlocked.Add(ref _applied, methods);

    /// <summary>Counts a patch that was left out, or a method that could not be patched.</summary>
    public static void Failed() => Interlocked.Increment(ref _failed);
}
