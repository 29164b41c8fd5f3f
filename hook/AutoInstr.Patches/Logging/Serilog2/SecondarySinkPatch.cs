using AutoInstr.Patching;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>A logger that is a sink of another one has our sink too: the outer one takes the record.</summary>
[Instrumentation("SERILOG")]
[Patch("Serilog", From = "2.10", Type = "Serilog.Core.Sinks.SecondaryLoggerSink", Method = "Emit")]
static class SecondarySinkPatch
{
    static void Prefix() => LogChain.Enter();

    static void Finalizer() => LogChain.Leave();
}
