namespace AutoInstr.Bench;

/// <summary>The values of one figure over the runs of one edition.</summary>
/// <param name="Median">The value in the middle.</param>
/// <param name="LowerQuartile">The value that a quarter of them is below.</param>
/// <param name="UpperQuartile">The value that a quarter of them is above.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Values">All of them, in the order measured.</param>
sealed record Distribution(double Median, double LowerQuartile, double UpperQuartile, double Min, double Max, IReadOnlyList<double> Values)
{
    /// <summary>Describes values, of which there must be one at least.</summary>
    public static Distribution Of(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Distribution(Quantile(sorted, 0.5), Quantile(sorted, 0.25), Quantile(sorted, 0.75), sorted[0], sorted[^1], values);
    }

    /// <summary>Interpolates between the two nearest values.</summary>
    private static double Quantile(double[] sorted, double part)
    {
        var position = part * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
