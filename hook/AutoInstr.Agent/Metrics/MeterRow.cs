namespace AutoInstr.Agent.Metrics;

/// <summary>The meters of one library.</summary>
/// <param name="Id">Part of the switch OTEL_DOTNET_AUTO_METRICS_{Id}_INSTRUMENTATION_ENABLED; upper case.</param>
/// <param name="Library">The library and the versions covered, as the README's table shows them.</param>
/// <param name="Measures">What is measured, in a few words, for the README's table.</param>
/// <param name="Meters">Names of the meters, compared without case; a trailing <c>*</c> stands for any ending.</param>
internal sealed record MeterRow(string Id, string Library, string Measures, params string[] Meters)
{
    /// <summary>Those of the meters whose instruments are known to have only few series.</summary>
    public IReadOnlyList<string> OfFewSeries { get; init; } = [];
}
