namespace AutoInstr.Bench;

/// <summary>Everything measured so far.</summary>
sealed class Measurements
{
    private readonly Dictionary<(string Edition, string Figure), List<double>> _values = [];

    /// <summary>Adds one value.</summary>
    public void Add(Edition edition, Figure figure, double value)
    {
        var key = (edition.Id, figure.Id);
        if (!_values.TryGetValue(key, out var values))
            _values[key] = values = [];
        values.Add(value);
    }

    /// <summary>The values of a figure.</summary>
    /// <returns><see langword="null"/> when it was not measured.</returns>
    public Distribution? Of(string edition, Figure figure) =>
        _values.TryGetValue((edition, figure.Id), out var values) ? Distribution.Of(values) : null;

    /// <summary>What the hook adds to the bare application, as a part of what manual instrumentation adds: the medians of both
    /// differences, each
    /// taken within a round, whose runs the same disturbances have met.</summary>
    /// <returns><see langword="null"/> when it was not measured, is no cost, or manual instrumentation adds nothing to compare
    /// with.</returns>
    public double? AddedShare(Figure figure) =>
        figure.IsCost && Added("manual", figure) is { } manual and > 0 && Added("hooked", figure) is { } hooked ? hooked / manual : null;

    private double? Added(string edition, Figure figure) =>
        Of("bare", figure) is { } without && Of(edition, figure) is { } included
            ? Distribution.Of([.. without.Values.Zip(included.Values, (less, more) => more - less)]).Median
            : null;
}
