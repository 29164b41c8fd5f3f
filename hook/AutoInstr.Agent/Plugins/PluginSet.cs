using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Plugins;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Plugins;

/// <summary>The plug-ins that OTEL_DOTNET_AUTO_PLUGINS names: files, or assembly-qualified names of classes, separated by colons.</summary>
internal sealed class PluginSet
{
    /// <summary>The setting.</summary>
    public const string Variable = "OTEL_DOTNET_AUTO_PLUGINS";

    private PluginSet(IReadOnlyList<PluginParts> parts) => Parts = parts;

    /// <summary>Without plug-ins.</summary>
    public static PluginSet Empty { get; } = new([]);

    /// <summary>What each of them adds.</summary>
    public IReadOnlyList<PluginParts> Parts { get; }

    /// <summary>All processors of spans.</summary>
    public IEnumerable<BaseProcessor<Activity>> SpanProcessors => Parts.SelectMany(static parts => parts.SpanProcessors);

    /// <summary>All exporters of spans.</summary>
    public IEnumerable<BaseExporter<Activity>> SpanExporters => Parts.SelectMany(static parts => parts.SpanExporters);

    /// <summary>All exporters of metrics.</summary>
    public IEnumerable<BaseExporter<Metric>> MetricExporters => Parts.SelectMany(static parts => parts.MetricExporters);

    /// <summary>The samplers around that of the settings.</summary>
    public Sampler Sampler(Sampler configured) => Parts.Aggregate(configured, static (sampler, parts) => parts.Sampler(sampler));

    /// <summary>The first view of an instrument.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public MetricStreamConfiguration? View(Instrument instrument)
    {
        foreach (var parts in Parts)
        {
            if (parts.View(instrument) is { } view)
                return view;
        }
        return null;
    }

    /// <summary>What the detectors find out.</summary>
    public IEnumerable<KeyValuePair<string, object>> Detect() => Parts.SelectMany(static parts => parts.Detect());

    /// <summary>Loads them and asks each what it adds. What fails is left out and named.</summary>
    /// <param name="entries">The entries of the setting.</param>
    public static PluginSet Load(IReadOnlyList<string> entries)
    {
        if (entries.Count == 0)
            return Empty;
        var files = new PluginFiles();
        List<PluginParts> parts = [];
        foreach (var entry in entries)
        {
            try
            {
                parts.AddRange(Classes(files, entry).Select(Configure).OfType<PluginParts>());
            }
            catch (Exception exception)
            {
                Log.Error($"{Variable}: '{entry}' is left out: {exception.GetType().Name}: {exception.Message}");
            }
        }
        return new PluginSet(parts);
    }

    private static Type[] Classes(PluginFiles files, string entry)
    {
        var (type, file) = PluginFiles.Find(entry);
        var assembly = files.Load(file);
        if (type is not null)
            return [assembly.GetType(type) ?? throw new InvalidOperationException($"there is no class {type} in {file}")];
        Type[] found = [.. assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(Plugin)) && !type.IsAbstract)];
        return found.Length > 0
            ? found
            : throw new InvalidOperationException($"{file} has no public class that derives from {typeof(Plugin)}");
    }

    private static PluginParts? Configure(Type type)
    {
        var guard = new PluginGuard($"{type.FullName} of {type.Assembly.Location}");
        var parts = new PluginParts(guard);
        guard.Run(nameof(Plugin.Configure), () => Make(type).Configure(parts));
        return guard.IsFaulty ? null : parts;
    }

    private static Plugin Make(Type type)
    {
        try
        {
            return Activator.CreateInstance(type) as Plugin ??
                throw new InvalidOperationException($"it does not derive from {typeof(Plugin)}");
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            throw new InvalidOperationException($"its constructor threw {inner.GetType().Name}: {inner.Message}", inner);
        }
    }
}
