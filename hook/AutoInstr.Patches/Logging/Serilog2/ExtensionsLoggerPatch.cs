using AutoInstr.Patching;
using AutoInstr.Patches.Logging.MicrosoftLogging;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>Serilog as a provider of Microsoft.Extensions.Logging, beside ours: it takes the record. In a factory of Serilog's own there is
/// no other provider.</summary>
[Instrumentation("SERILOG")]
[Patch("Serilog.Extensions.Logging", From = "2.0", Type = "Serilog.Extensions.Logging.SerilogLogger", Method = "Log")]
static class ExtensionsLoggerPatch
{
    private static Func<object, object?>? _provider;

    static void Prefix(object __instance, out bool __state)
    {
        _provider ??= MemberReader.Create<object?>(__instance.GetType(), "_provider");
        __state = _provider(__instance) is { } provider && FactoryProviders.Have(provider);
        if (__state)
            LogChain.Enter();
    }

    static void Finalizer(bool __state)
    {
        if (__state)
            LogChain.Leave();
    }
}
