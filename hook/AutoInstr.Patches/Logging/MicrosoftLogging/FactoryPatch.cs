using AutoInstr.Patching;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>A provider of ours in every factory, whoever makes it: all its constructors call the one with the most parameters.</summary>
/// <remarks>It is no service of the application's, so <c>ClearProviders()</c> does not find it. It adds nothing where no record is
/// taken.</remarks>
[Instrumentation("ILOGGER")]
[Patch("Microsoft.Extensions.Logging", From = "6.0", To = "7.0", Type = Factory, Method = ".ctor",
    Parameters = [Providers, Filters, Options])]
[Patch("Microsoft.Extensions.Logging", From = "7.0", Type = Factory, Method = ".ctor",
    Parameters = [Providers, Filters, Options, Scopes])]
static class FactoryPatch
{
    public const string Factory = "Microsoft.Extensions.Logging.LoggerFactory";
    public const string Scopes = "Microsoft.Extensions.Logging.IExternalScopeProvider";
    public const string Providers = "System.Collections.Generic.IEnumerable`1[Microsoft.Extensions.Logging.ILoggerProvider]";
    public const string Filters = "Microsoft.Extensions.Options.IOptionsMonitor`1[Microsoft.Extensions.Logging.LoggerFilterOptions]";
    public const string Options = "Microsoft.Extensions.Options.IOptions`1[Microsoft.Extensions.Logging.LoggerFactoryOptions]";

    static void Postfix(object __instance)
    {
        if (LogSink.IsOpen && __instance.GetType().FullName == Factory)
            FactoryProviders.Of((ILoggerFactory)__instance).AddOwn((ILoggerFactory)__instance);
    }
}
