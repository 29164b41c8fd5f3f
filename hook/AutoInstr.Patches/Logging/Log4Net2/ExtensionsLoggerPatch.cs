using AutoInstr.Patches.Logging.MicrosoftLogging;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Logging.Log4Net2;

/// <summary>log4net as a provider of Microsoft.Extensions.Logging, beside ours: it takes the record.</summary>
[Instrumentation("LOG4NET")]
[Patch("Microsoft.Extensions.Logging.Log4Net.AspNetCore", Type = "Microsoft.Extensions.Logging.Log4NetLogger", Method = "Log")]
static class ExtensionsLoggerPatch
{
    static void Prefix(out bool __state)
    {
        __state = FactoryProviders.HaveAny("Microsoft.Extensions.Logging.Log4NetProvider");
        if (__state)
            LogChain.Enter();
    }

    static void Finalizer(bool __state)
    {
        if (__state)
            LogChain.Leave();
    }
}
