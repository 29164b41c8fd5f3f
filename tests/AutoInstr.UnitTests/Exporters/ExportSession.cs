using System.Collections.Concurrent;
using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>A provider with the exporters under test, a source of its own, and what the exporters say.</summary>
internal sealed class ExportSession : IDisposable
{
    private readonly TracerProvider _provider;
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _log = new();

    public ExportSession(TracesSettings settings)
    {
        Processors = SpanExporters.Create(settings, Resource, (level, message) => _log.Enqueue((level, message)));
        var builder = Sdk.CreateTracerProviderBuilder()
            .SetSampler(Samplers.Create(settings))
            .AddSource(Source.Name);
        foreach (var processor in Processors)
            builder.AddProcessor(processor);
        _provider = builder.Build();
    }

    /// <summary>What the spans of a session belong to.</summary>
    public static Resource Resource { get; } =
        ResourceBuilder.CreateEmpty().AddService("appzin", serviceNamespace: "shop", autoGenerateServiceInstanceId: false).Build();

    public IReadOnlyList<SpanProcessor> Processors { get; }

    public ActivitySource Source { get; } = new("Test." + Guid.NewGuid().ToString("N"), "1.2.3");

    /// <summary>What was said, as "Level: message", but for what is only for developers.</summary>
    public IReadOnlyList<string> Log =>
        [.. _log.Where(static entry => entry.Level != LogLevel.Debug).Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>OTLP settings for an address as a user would set it, with what a test needs to be quick.</summary>
    public static TracesSettings Otlp(string endpoint, Func<OtlpSettings, OtlpSettings>? change = null, string? protocol = null)
    {
        var reader = new SettingReader(
            name => name switch { "OTEL_EXPORTER_OTLP_ENDPOINT" => endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL" => protocol, _ => null },
            Assert.Fail);
        var otlp = OtlpSettings.Read(reader, Signal.Traces) with { Retry = OtlpRetry.None };
        return new TracesSettings { Otlp = change?.Invoke(otlp) ?? otlp, Batch = new BatchSettings { ScheduleDelay = 60_000 } };
    }

    /// <summary>Ends a span and sends it. An export that fails is done too.</summary>
    public void Export(string name = "work", Action<Activity>? change = null, ActivityKind kind = ActivityKind.Internal)
    {
        End(name, change, kind);
        Assert.True(_provider.ForceFlush(30_000), "the export did not end");
    }

    /// <summary>Ends a span.</summary>
    public void End(string name = "work", Action<Activity>? change = null, ActivityKind kind = ActivityKind.Internal)
    {
        using var activity = Source.StartActivity(name, kind);
        Assert.NotNull(activity);
        change?.Invoke(activity);
    }

    public bool Shutdown(int milliseconds) => _provider.Shutdown(milliseconds);

    public void Dispose()
    {
        _provider.Dispose();
        Source.Dispose();
    }
}
