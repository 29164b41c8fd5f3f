using AutoInstr.Bench;
using Xunit;

namespace AutoInstr.UnitTests.Bench;

public sealed class MeasurementsTests
{
    [Fact]
    public void The_share_is_of_medians_of_differences_within_a_round()
    {
        // In the third round the machine was busy, for all three: the medians of the editions would give 30 / 40.
        var measurements = Measured(Figure.FirstResponse, bare: [100, 110, 500], manual: [140, 160, 540], hooked: [110, 130, 515]);
        Assert.Equal(15.0 / 40.0, measurements.AddedShare(Figure.FirstResponse));
    }

    [Theory]
    [InlineData(90, -0.5)]
    [InlineData(100, 0)]
    [InlineData(130, 1.5)]
    public void The_hook_may_add_less_than_nothing_or_more_than_a_hand_does(double hooked, double share) =>
        Assert.Equal(share, Measured(Figure.FirstResponse, [100], [120], [hooked]).AddedShare(Figure.FirstResponse));

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    public void Where_a_hand_adds_nothing_there_is_no_share(double manual) =>
        Assert.Null(Measured(Figure.FirstResponse, [100], [manual], [110]).AddedShare(Figure.FirstResponse));

    [Fact]
    public void Of_what_is_no_cost_there_is_no_share() =>
        Assert.Null(Measured(Figure.Throughput, [100], [120], [110]).AddedShare(Figure.Throughput));

    [Fact]
    public void Of_what_was_not_measured_there_is_no_share()
    {
        Assert.Null(new Measurements().AddedShare(Figure.FirstResponse));
        Assert.Null(Measured(Figure.FirstResponse, [100], [120], []).AddedShare(Figure.FirstResponse));
        Assert.Null(Measured(Figure.FirstResponse, [100], [], [110]).AddedShare(Figure.FirstResponse));
        Assert.Null(Measured(Figure.FirstResponse, [], [120], [110]).AddedShare(Figure.FirstResponse));
    }

    [Fact]
    public void Figures_and_editions_are_kept_apart()
    {
        var measurements = Measured(Figure.FirstResponse, [1], [2], [3]);
        measurements.Add(Edition("bare"), Figure.Resident, 9);
        Assert.Equal([1], measurements.Of("bare", Figure.FirstResponse)!.Values);
        Assert.Equal([9], measurements.Of("bare", Figure.Resident)!.Values);
        Assert.Null(measurements.Of("manual", Figure.Resident));
    }

    private static Measurements Measured(Figure figure, double[] bare, double[] manual, double[] hooked)
    {
        var measurements = new Measurements();
        foreach (var (edition, values) in new[] { ("bare", bare), ("manual", manual), ("hooked", hooked) })
        {
            foreach (var value in values)
                measurements.Add(Edition(edition), figure, value);
        }
        return measurements;
    }

    private static Edition Edition(string id) => new(id, id, "", new Dictionary<string, string>());
}
