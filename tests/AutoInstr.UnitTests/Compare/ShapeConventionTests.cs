using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Recordings;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Violations of the semantic conventions by what is measured and logged.</summary>
public sealed class ShapeConventionTests
{
    [Theory]
    [InlineData("http.server.request.duration", "histogram", "s", "http.request.method url.scheme")]
    [InlineData("http.server.request.duration", "exponential histogram", "s", "http.request.method url.scheme http.route")]
    [InlineData("db.client.connection.count", "up-down counter", "{connection}",
        "db.client.connection.pool.name db.client.connection.state")]
    [InlineData("dotnet.exceptions", "counter", "{exception}", "error.type")]
    [InlineData("shop.orders", "gauge", "anything", "")]
    [InlineData("http.server.request.duration", "histogram", "ms", "http.request.method url.scheme", "the unit is 'ms'; it should be 's'")]
    [InlineData("http.server.request.duration", "gauge", "s", "http.request.method url.scheme",
        "the kind is 'gauge'; it should be 'histogram'")]
    [InlineData("http.server.request.duration", "histogram", "s", "http.request.method", "url.scheme is missing")]
    // A former name is one violation, not two.
    [InlineData("http.server.request.duration", "histogram", "s", "http.method url.scheme", "http.method is http.request.method by now")]
    [InlineData("http.server.duration", "histogram", "ms", "", "http.server.duration is http.server.request.duration by now")]
    [InlineData("process.runtime.dotnet.exceptions.count", "counter", "", "",
        "process.runtime.dotnet.exceptions.count is dotnet.exceptions by now")]
    public void Instruments(string name, string kind, string unit, string keys, params string[] expected) => Assert.Equal(
        expected, ShapeCheck.Of(new RecordedInstrument("shop", name, "Shop", unit, kind, "cumulative", "", Words(keys), 1))
            .Select(static violation => violation.Message));

    [Theory]
    [InlineData("Id exception.type exception.message exception.stacktrace")]
    [InlineData("exception.message exception.stacktrace")]
    [InlineData("exception.stacktrace", "a record of an exception has neither exception.type nor exception.message")]
    [InlineData("code.function exception.escaped", "code.function is code.function.name by now", "exception.escaped is deprecated")]
    public void Statements_that_log(string keys, params string[] expected) => Assert.Equal(
        expected, ShapeCheck.Of(new RecordedLog("shop", "Shop.Orders", "order {Id}", "info", Words(keys), 3, 3))
            .Select(static violation => violation.Message));

    [Fact]
    public void They_are_among_those_of_a_recording()
    {
        var recording = new Recording([], 0, 0)
        {
            Instruments = [new("shop", "http.client.duration", "Shop", "ms", "histogram", "cumulative", "", [], 1)],
            Logs = [new("shop", "Shop.Orders", "order {Id}", "info", ["db.name"], 3, 3)],
        };
        Assert.Equal(
            [("log Shop.Orders: order {Id}", "db.name is db.namespace by now", 3),
                ("metric http.client.duration", "http.client.duration is http.client.request.duration by now", 1)],
            ConventionCheck.Of(recording).Select(static v => (v.Subject, v.Message, v.Count)));
    }

    [Fact]
    public void What_replaces_is_current() => Assert.Equal(
        [], DeprecatedInstruments.Replacements.Values.Where(static name => !InstrumentConvention.ByName.ContainsKey(name)));

    [Fact]
    public void Nothing_that_is_asked_for_is_deprecated()
    {
        Assert.Empty(InstrumentConvention.ByName.Keys.Intersect(DeprecatedInstruments.Replacements.Keys));
        Assert.Empty(InstrumentConvention.ByName.Values.SelectMany(static one => one.Required)
            .Intersect(DeprecatedAttributes.Replacements.Keys));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
