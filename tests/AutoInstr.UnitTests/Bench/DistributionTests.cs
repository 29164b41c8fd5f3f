using AutoInstr.Bench;
using Xunit;

namespace AutoInstr.UnitTests.Bench;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7, 7, 7)]
    [InlineData(new[] { 2.0, 1.0 }, 1.5, 1.25, 1.75)]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2, 1.5, 2.5)]
    [InlineData(new[] { 40.0, 10.0, 30.0, 20.0 }, 25, 17.5, 32.5)]
    [InlineData(new[] { 5.0, 4.0, 3.0, 2.0, 1.0 }, 3, 2, 4)]
    [InlineData(new[] { -1.0, 1000.0, 0.0, 0.0, 0.0 }, 0, 0, 0)]
    public void Quartiles_lie_between_the_values(double[] values, double median, double lower, double upper)
    {
        var distribution = Distribution.Of(values);
        Assert.Equal((median, lower, upper), (distribution.Median, distribution.LowerQuartile, distribution.UpperQuartile));
        Assert.Equal((values.Min(), values.Max()), (distribution.Min, distribution.Max));
    }

    [Fact]
    public void The_values_stay_in_the_order_measured() => Assert.Equal([3, 1, 2], Distribution.Of([3, 1, 2]).Values);
}
