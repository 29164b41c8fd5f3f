namespace AutoInstr.Agent.Configuration.File;

/// <summary>Traces.</summary>
internal static class TracerProviderReader
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The root; without a provider nothing is traced.</param>
    /// <param name="limits">The limits of all signals.</param>
    /// <param name="distribution">What this agent alone has.</param>
    /// <param name="instrumentation">What is instrumented.</param>
    public static TracesSettings Read(
        FileSection file, LimitSettings limits, DistributionSettings distribution, InstrumentationSettings instrumentation)
    {
        var settings = new TracesSettings
        {
            Exporters = [],
            MaxTracesPerSecond = distribution.MaxTracesPerSecond,
            AdditionalSources = instrumentation.AdditionalSources,
            AdditionalLegacySources = instrumentation.AdditionalLegacySources,
            IsInstrumentationEnabled = instrumentation.Traces,
            Http = instrumentation.Http,
            GraphQlSetDocument = instrumentation.GraphQlSetDocument,
        };
        return file.Child("tracer_provider", "TracerProvider", settings, section => settings with
        {
            HasPlugins = distribution.Plugins.Count > 0,
            Processors = new ProcessorReader(Signal.Traces, "Span", settings.Batch, distribution).Read(section),
            Limits = LimitReader.ReadOfSpans(section, limits),
            SamplerOfFile = SamplerReader.Read(section, "sampler"),
            Tracers = ScopeRulesReader.Read(section, "Tracer", ScopeRulesReader.Enabled, true),
        });
    }
}
