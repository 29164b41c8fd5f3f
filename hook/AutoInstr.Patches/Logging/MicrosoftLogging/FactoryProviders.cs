using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>What is known of the providers of a factory.</summary>
internal sealed class FactoryProviders
{
    private const string ApplicationSdk = "OpenTelemetry.Logs.OpenTelemetryLoggerProvider";

    private static readonly ConditionalWeakTable<ILoggerFactory, FactoryProviders> All = [];
    private static readonly ConditionalWeakTable<ILoggerProvider, object?> InFactories = [];

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal);

    private static volatile bool _areAnyExported;

    private bool _hasOwn;
    private volatile bool _areExported;

    private FactoryProviders()
    {
    }

    /// <summary>Whether an SDK of the application's exports what is logged there.</summary>
    public bool AreExported => _areExported || (LogSink.LeavesAll && _areAnyExported);

    /// <summary>What is known of a factory.</summary>
    public static FactoryProviders Of(ILoggerFactory factory) => All.GetValue(factory, static _ => new FactoryProviders());

    /// <summary>Whether a provider is in a factory, beside ours: then its records have been taken.</summary>
    public static bool Have(object provider) => provider is ILoggerProvider known && InFactories.TryGetValue(known, out _);

    /// <summary>Whether a provider of a type is in any factory.</summary>
    public static bool HaveAny(string type)
    {
        lock (Types)
            return Types.Contains(type);
    }

    /// <summary>Adds ours, once.</summary>
    public void AddOwn(ILoggerFactory factory)
    {
        if (_hasOwn)
            return;
        _hasOwn = true;
        factory.AddProvider(new BridgeProvider(this));
    }

    /// <summary>A provider is added.</summary>
    public void Note(ILoggerProvider provider)
    {
        var type = provider.GetType().FullName!;
        InFactories.TryAdd(provider, null);
        lock (Types)
            Types.Add(type);
        if (type != ApplicationSdk || LogSink.TakesExported)
            return;
        _areExported = _areAnyExported = true;
        LogSink.NoteDeferred();
    }
}
