using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Exporters.Disk;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>Sends metrics by itself, from time to time and at the end.</summary>
internal sealed class PushOutlet : MetricOutlet
{
    private readonly PushExporter _exporter;
    private readonly PeriodicExportingMetricReader _reader;
    private readonly Delivery _delivery;

    /// <summary>Makes it. What the exporter needs is loaded with the first export.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="create">Makes the exporter; the delivery is for what it learns about its requests.</param>
    /// <param name="settings">The times.</param>
    /// <param name="log">Takes what there is to say.</param>
    public PushOutlet(
        ExportTarget target, Func<Delivery, BaseExporter<Metric>> create, ReaderSettings settings, Action<LogLevel, string> log)
    {
        _delivery = new Delivery(target, log);
        _exporter = new PushExporter(_delivery, create);
        _reader = new PeriodicExportingMetricReader(_exporter, settings.Interval, settings.Timeout);
    }

    /// <summary>What values are relative to.</summary>
    public MetricReaderTemporalityPreference Temporality
    {
        init => _reader.TemporalityPreference = value;
    }

    /// <inheritdoc/>
    public override MetricReader Reader => _reader;

    /// <inheritdoc/>
    public override Delivery Delivery => _delivery;

    /// <inheritdoc/>
    public override void Open(MetricSelection selection)
    {
        if (DiskBuffer.HasAny(_delivery.Target))
            _exporter.SendLeftBehind();
        _exporter.Selection = selection;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        _exporter.Dispose();
    }

    /// <summary>Selects, sends and counts, from the reader's thread.</summary>
    private sealed class PushExporter(Delivery delivery, Func<Delivery, BaseExporter<Metric>> create) : BaseExporter<Metric>
    {
        private BaseExporter<Metric>? _inner;

        public MetricSelection? Selection { get; set; }

        /// <summary>What an earlier process left on the disk does not wait for the first export.</summary>
        public void SendLeftBehind()
        {
            try
            {
                Inner();
            }
            catch (Exception exception)
            {
                // The first export will say why.
                Log.Debug($"{delivery.Target.Exporter}: {exception}");
            }
        }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            if (Selection is not { } selection || batch.Count == 0)
                return ExportResult.Success;
            // Nothing the exporter does itself may become a span.
            using var scope = SuppressInstrumentationScope.Begin();
            var kept = selection.Select(in batch, out var points);
            if (points == 0)
                return ExportResult.Success;
            delivery.Begin(points);
            var isSent = false;
            try
            {
                isSent = Inner().Export(in kept) == ExportResult.Success;
            }
            catch (Exception exception)
            {
                delivery.Note(exception);
            }
            delivery.End(isSent);
            return isSent ? ExportResult.Success : ExportResult.Failure;
        }

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            delivery.Stop(timeoutMilliseconds);
            return _inner?.Shutdown(timeoutMilliseconds) ?? true;
        }

        protected override void Dispose(bool disposing)
        {
            _inner?.Dispose();
            base.Dispose(disposing);
        }

        private BaseExporter<Metric> Inner() => _inner ??= create(delivery).Of(ParentProvider!);
    }
}
