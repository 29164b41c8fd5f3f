using System.Diagnostics.Metrics;
using AutoInstr.Agent.Metrics;
using Xunit;

namespace AutoInstr.UnitTests.Metrics;

public sealed class MeasurementCorrectionsTests : IDisposable
{
    private const string Duration = "http.server.request.duration";

    private readonly Meter _hosting = new("Microsoft.AspNetCore.Hosting");

    public void Dispose() => _hosting.Dispose();

    [Theory]
    [InlineData(Duration, 500, null, "500")]
    [InlineData(Duration, 503, null, "503")]
    [InlineData(Duration, 500, "System.Exception", "System.Exception")]
    [InlineData(Duration, 499, null, null)]
    [InlineData(Duration, 200, null, null)]
    [InlineData("http.server.active_requests", 500, null, null)]
    public void A_server_error_is_an_error(string name, int status, string? said, string? expected)
    {
        var tags = new List<KeyValuePair<string, object?>> { new("http.request.method", "GET"), new("http.response.status_code", status) };
        if (said is not null)
            tags.Add(new("error.type", said));

        var corrected = MeasurementCorrections.Of(_hosting.CreateHistogram<double>(name), tags.ToArray()).ToArray();

        Assert.Equal(tags, corrected.Take(tags.Count));
        Assert.Equal(expected, corrected.LastOrDefault(static tag => tag.Key == "error.type").Value);
    }

    [Fact]
    public void The_application_s_own_instrument_stays_as_it_is()
    {
        using var other = new Meter("Shop");
        Assert.Equal(1, MeasurementCorrections.Of(
            other.CreateHistogram<double>(Duration), [new("http.response.status_code", 500)]).Length);
    }
}
