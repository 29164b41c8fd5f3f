using AutoInstr.Patching;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>Notes which providers a factory has: some of them hand on to a library that is patched too, and one exports by
/// itself.</summary>
[Instrumentation("ILOGGER")]
[Patch("Microsoft.Extensions.Logging", From = "6.0", Type = "Microsoft.Extensions.Logging.LoggerFactory",
    Method = "AddProviderRegistration")]
static class RegistrationPatch
{
    static void Prefix(ILoggerFactory __instance, ILoggerProvider provider) => FactoryProviders.Of(__instance).Note(provider);
}
