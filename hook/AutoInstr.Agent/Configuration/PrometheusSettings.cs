namespace AutoInstr.Agent.Configuration;

/// <summary>Where and how metrics can be scraped.</summary>
internal sealed record PrometheusSettings
{
    /// <summary>Where it listens; <c>*</c> is every interface.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The port.</summary>
    public int Port { get; init; } = 9464;

    /// <summary>Whether each series has the labels of its meter.</summary>
    public bool ScopeLabels { get; init; } = true;

    /// <summary>Whether the resource is a metric, <c>target_info</c>.</summary>
    public bool TargetInfo { get; init; } = true;

    /// <summary>Attributes of the resource that each series has as labels; <see langword="null"/> for none.</summary>
    public IncludeExclude? ResourceLabels { get; init; }

    /// <summary>How names of metrics are written: <c>underscore_escaping_with_suffixes</c>,
    /// <c>underscore_escaping_without_suffixes</c>, <c>no_utf8_escaping_with_suffixes</c> or <c>no_translation</c>.</summary>
    public string Translation { get; init; } = "underscore_escaping_with_suffixes";
}
