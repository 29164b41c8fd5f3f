namespace AutoInstr.Agent.Configuration.File;

/// <summary>The sampler.</summary>
internal static class SamplerReader
{
    private const string What = "a sampler";
    private const string Used = "parent_based with a root of always_on is used";

    /// <summary>Reads a property of a section.</summary>
    /// <param name="section">What has it.</param>
    /// <param name="name">The property.</param>
    /// <returns><see langword="null"/> where there is none, or none that is of use.</returns>
    public static SamplerSettings? Read(FileSection section, string name) =>
        section.Child<SamplerSettings?>(name, "Sampler", null, ReadOne);

    private static SamplerSettings? ReadOne(FileSection section) => section.One<SamplerSettings>(
        What, Used,
        ("always_on", "AlwaysOnSampler", static _ => new SamplerSettings.AlwaysOn()),
        ("always_off", "AlwaysOffSampler", static _ => new SamplerSettings.AlwaysOff()),
        ("trace_id_ratio_based", "TraceIdRatioBasedSampler", static ratio => new SamplerSettings.TraceIdRatio(ratio.Ratio("ratio", 1))),
        ("parent_based", "ParentBasedSampler", ReadParentBased),
        ("probability/development", "ExperimentalProbabilitySampler", static ratio =>
            new SamplerSettings.Composite(new ComposableSettings.Probability(ratio.Ratio("ratio", 1)))),
        ("composite/development", "ExperimentalComposableSampler", static composite =>
            ComposableReader.ReadOne(composite) is { } sampler ? new SamplerSettings.Composite(sampler) : null),
        ("jaeger_remote/development", "ExperimentalJaegerRemoteSampler", RefuseRemote));

    private static SamplerSettings? RefuseRemote(FileSection section)
    {
        foreach (var name in (string[])["endpoint", "interval", "initial_sampler"])
            section.Has(name);
        section.SayOfAll($"asks a server how to sample, which is not supported; {Used}");
        return null;
    }

    private static SamplerSettings.ParentBased ReadParentBased(FileSection section)
    {
        var defaults = SamplerSettings.ParentBased.Of(Read(section, "root") ?? new SamplerSettings.AlwaysOn());
        return new SamplerSettings.ParentBased(
            defaults.Root,
            Read(section, "remote_parent_sampled") ?? defaults.RemoteSampled,
            Read(section, "remote_parent_not_sampled") ?? defaults.RemoteNotSampled,
            Read(section, "local_parent_sampled") ?? defaults.LocalSampled,
            Read(section, "local_parent_not_sampled") ?? defaults.LocalNotSampled);
    }
}
