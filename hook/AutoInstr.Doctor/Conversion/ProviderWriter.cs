using AutoInstr.Agent.Configuration;

namespace AutoInstr.Doctor.Conversion;

/// <summary>Writes the providers of the three signals.</summary>
/// <param name="yaml">Where they are written.</param>
/// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>.</param>
internal sealed class ProviderWriter(YamlWriter yaml, Func<string, string?> variable)
{
    /// <summary>Writes that of traces.</summary>
    public void Write(TracesSettings settings)
    {
        if (!settings.AreExported)
            return;
        yaml.Section("tracer_provider", () =>
        {
            WriteProcessors(settings.Processors, Signal.Traces);
            WriteLimits(settings.Limits);
            yaml.Section("sampler", () => WriteSampler(settings));
        });
    }

    /// <summary>Writes that of metrics.</summary>
    public void Write(MetricsSettings settings)
    {
        if (!settings.AreExported)
            return;
        yaml.Section("meter_provider", () =>
        {
            if (settings.Readers.Count == 0)
            {
                if (IsSet("AUTOINSTR_METRICS_CARDINALITY_LIMIT"))
                    yaml.Comment("AUTOINSTR_METRICS_CARDINALITY_LIMIT is a reader's here, and there is none: the default holds.");
                yaml.Write("readers", []);
            }
            else
            {
                yaml.Section("readers", () =>
                {
                    foreach (var reader in settings.Readers)
                        yaml.Item(() => WriteReader(reader, settings));
                });
            }
            if (IsSet("OTEL_METRICS_EXEMPLAR_FILTER"))
                yaml.Write("exemplar_filter", settings.ExemplarFilter);
        });
    }

    /// <summary>Writes that of logs.</summary>
    public void Write(LogsSettings settings)
    {
        if (!settings.AreExported)
            return;
        yaml.Section("logger_provider", () =>
        {
            WriteProcessors(settings.Processors, Signal.Logs);
            if (IsSet("OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT") || IsSet("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"))
                yaml.Section("limits", () =>
                {
                    Limit(
                        "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "attribute_value_length_limit",
                        settings.Limits.AttributeValueLength);
                    Limit("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "attribute_count_limit", settings.Limits.AttributeCount);
                });
        });
    }

    private void WriteProcessors(IReadOnlyList<ProcessorSettings> processors, Signal signal)
    {
        if (processors.Count == 0)
            yaml.Write("processors", []);
        else
            yaml.Section("processors", () =>
            {
                foreach (var processor in processors)
                    yaml.Item(() => yaml.Section("batch", () =>
                    {
                        WriteBatch(processor.Batch, signal);
                        yaml.Section("exporter", () =>
                        {
                            switch (processor.Exporter)
                            {
                                case "otlp":
                                    WriteOtlp(processor.Otlp, signal, null);
                                    break;
                                case "zipkin":
                                    yaml.Section("zipkin", () =>
                                    {
                                        yaml.Write("endpoint", processor.ZipkinEndpoint.Address + processor.ZipkinEndpoint.Query);
                                        if (IsSet("OTEL_EXPORTER_ZIPKIN_TIMEOUT"))
                                            Timeout("timeout", (int)processor.ZipkinTimeout.TotalMilliseconds);
                                    });
                                    break;
                                default:
                                    yaml.Empty(processor.Exporter);
                                    break;
                            }
                        });
                    }));
            });
    }

    private void WriteBatch(BatchSettings batch, Signal signal)
    {
        if (IsSet(signal.Batch + "SCHEDULE_DELAY"))
            yaml.Write("schedule_delay", batch.ScheduleDelay);
        if (IsSet(signal.Batch + "EXPORT_TIMEOUT"))
            Timeout("export_timeout", batch.ExportTimeout);
        if (IsSet(signal.Batch + "MAX_QUEUE_SIZE"))
            yaml.Write("max_queue_size", batch.MaxQueueSize);
        if (IsSet(signal.Batch + "MAX_EXPORT_BATCH_SIZE"))
            yaml.Write("max_export_batch_size", batch.MaxExportBatchSize);
    }

    private void WriteReader(ReaderSettings reader, MetricsSettings settings)
    {
        var isPull = reader.Exporter == "prometheus";
        yaml.Section(isPull ? "pull" : "periodic", () =>
        {
            if (!isPull && IsSet("OTEL_METRIC_EXPORT_INTERVAL"))
                yaml.Write("interval", reader.Interval);
            if (!isPull && IsSet("OTEL_METRIC_EXPORT_TIMEOUT"))
                Timeout("timeout", reader.Timeout);
            yaml.Section("exporter", () =>
            {
                if (reader.Exporter == "otlp")
                    WriteOtlp(reader.Otlp, Signal.Metrics, () =>
                    {
                        if (IsSet("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"))
                            yaml.Write("temporality_preference", reader.Temporality == "lowmemory" ? "low_memory" : reader.Temporality);
                        WriteHistograms(settings);
                    });
                else if (isPull)
                    yaml.Section("prometheus/development", () =>
                    {
                        yaml.Write("host", reader.Prometheus.Host);
                        yaml.Write("port", reader.Prometheus.Port);
                    });
                else if (settings.ExponentialHistograms)
                    yaml.Section("console", () => WriteHistograms(settings));
                else
                    yaml.Empty("console");
            });
            if (IsSet("AUTOINSTR_METRICS_CARDINALITY_LIMIT"))
                yaml.Section("cardinality_limits", () => yaml.Write("default", settings.CardinalityLimit));
        });
    }

    private void WriteHistograms(MetricsSettings settings)
    {
        if (settings.ExponentialHistograms)
            yaml.Write("default_histogram_aggregation", "base2_exponential_bucket_histogram");
    }

    private void WriteOtlp(OtlpSettings otlp, Signal signal, Action? more) => yaml.Section(otlp.IsGrpc ? "otlp_grpc" : "otlp_http", () =>
    {
        yaml.Write("endpoint", otlp.Endpoint.Address + otlp.Endpoint.Query);
        if (Own(signal, "HEADERS") is { } headers)
        {
            yaml.Comment("from the environment, so that no key is in the file");
            yaml.Reference("headers_list", headers);
        }
        if (Own(signal, "TIMEOUT") is not null)
            Timeout("timeout", (int)otlp.Timeout.TotalMilliseconds);
        if (otlp.Gzip)
            yaml.Write("compression", "gzip");
        if ((otlp.CertificateFile ?? otlp.ClientCertificateFile) is not null)
            yaml.Section("tls", () =>
            {
                if (otlp.CertificateFile is { } authorities)
                    yaml.Write("ca_file", authorities);
                if (otlp.ClientCertificateFile is { } certificate)
                    yaml.Write("cert_file", certificate);
                if (otlp.ClientKeyFile is { } key)
                    yaml.Write("key_file", key);
            });
        more?.Invoke();
    });

    private void WriteLimits(LimitSettings limits)
    {
        (string Variable, string Name, int? Value)[] all =
        [
            ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "attribute_value_length_limit", limits.AttributeValueLength),
            ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "attribute_count_limit", limits.AttributeCount),
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", "event_count_limit", limits.EventCount),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", "link_count_limit", limits.LinkCount),
            ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "event_attribute_count_limit", limits.EventAttributeCount),
            ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "link_attribute_count_limit", limits.LinkAttributeCount),
        ];
        if (all.Any(limit => IsSet(limit.Variable)))
            yaml.Section("limits", () =>
            {
                foreach (var (name, property, value) in all)
                    Limit(name, property, value);
            });
    }

    private void WriteSampler(TracesSettings settings)
    {
        const string parent = "parentbased_";
        if (settings.Sampler.StartsWith(parent, StringComparison.Ordinal))
            yaml.Section("parent_based", () => yaml.Section("root", () => WriteRoot(settings.Sampler[parent.Length..], settings)));
        else
            WriteRoot(settings.Sampler, settings);
    }

    private void WriteRoot(string name, TracesSettings settings)
    {
        if (name == "traceidratio")
            yaml.Section("trace_id_ratio_based", () => yaml.Write("ratio", settings.SamplerRatio));
        else
            yaml.Empty(name);
    }

    /// <summary>The variable that an OTLP setting of a signal comes from, if one is set.</summary>
    private string? Own(Signal signal, string name)
    {
        var own = OtlpSettings.Variable(signal, name);
        var general = "OTEL_EXPORTER_OTLP_" + name;
        return IsSet(own) ? own : IsSet(general) ? general : null;
    }

    private void Limit(string name, string property, int? value)
    {
        if (IsSet(name) && value is { } limit)
            yaml.Write(property, limit);
    }

    /// <summary>What has no end is 0 in the file.</summary>
    private void Timeout(string name, int milliseconds) => yaml.Write(name, milliseconds == int.MaxValue ? 0 : milliseconds);

    private bool IsSet(string name) => !string.IsNullOrWhiteSpace(variable(name));
}
