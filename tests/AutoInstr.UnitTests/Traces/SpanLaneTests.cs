using System.Diagnostics;
using AutoInstr.Agent.Traces;
using Xunit;

namespace AutoInstr.UnitTests.Traces;

public sealed class SpanLaneTests
{
    private static readonly TimeSpan LateChanges = TimeSpan.FromHours(1);

    [Fact]
    public void What_ended_just_now_goes_on_waiting_in_its_place()
    {
        using var lane = NewLane();
        lane.Exchange(Ended("old", TimeSpan.FromHours(-2)));
        lane.Exchange(Ended("new", TimeSpan.Zero));
        lane.Exchange(Ended("old again", TimeSpan.FromHours(-3)));
        Assert.Equal(["old", "old again"], lane.Drain(LateChanges).Select(span => span.DisplayName));
        Assert.Equal(1, lane.Count);
        string?[] next = [.. Enumerable.Range(0, 4).Select(i => lane.Exchange(Ended("later " + i, TimeSpan.Zero))?.DisplayName)];
        Assert.Equal([null, null, "new", null], next);
    }

    [Fact]
    public void What_claims_to_end_later_is_not_waited_for()
    {
        using var lane = NewLane();
        lane.Exchange(Ended("later", TimeSpan.FromHours(2)));
        Assert.Equal(["later"], lane.Drain(LateChanges).Select(span => span.DisplayName));
    }

    [Fact]
    public void In_a_hurry_everything_goes()
    {
        using var lane = NewLane();
        for (var i = 0; i < 4; i++)
            lane.Exchange(Ended(i.ToString(System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero));
        Assert.Equal(["0", "1", "2", "3"], lane.Drain(TimeSpan.Zero).Select(span => span.DisplayName));
        Assert.Equal(0, lane.Count);
    }

    private static SpanLane NewLane() => new(static () => throw new NotSupportedException(), recent: 4);

    /// <param name="name">Its name.</param>
    /// <param name="end">When it ended or will, counted from now.</param>
    private static Activity Ended(string name, TimeSpan end)
    {
        var at = DateTime.UtcNow + end;
        return new Activity(name).SetStartTime(at - TimeSpan.FromMinutes(1)).SetEndTime(at);
    }
}
