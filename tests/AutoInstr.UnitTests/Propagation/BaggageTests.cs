using AutoInstr.Agent.Propagation;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>Baggage: encodings, limits, and agreement with the runtime and with OpenTelemetry.</summary>
public class BaggageTests
{
    [Theory]
    [InlineData("a=1,b=2", "b=2,a=1")]
    [InlineData(" a = 1 ;meta=x;y , b=2", "b=2,a=1")]
    [InlineData("a=%20%C3%A9%2C", "a= é,")]
    [InlineData("a=%", "a=%")]
    [InlineData("a=%zz%C3", "a=%zz%C3")]
    [InlineData("a=", "a=")]
    [InlineData("a=1,a=2", "a=2")]
    [InlineData("a,=1,b=2,,c d=3,é=4", "b=2")]
    [InlineData("", "")]
    [InlineData(",,,", "")]
    public void Reads_w3c(string header, string expected) =>
        Assert.Equal(expected, new Headers { ["baggage"] = header }.BaggageFrom(Of("baggage")));

    [Fact]
    public void Writes_what_the_runtime_reads_and_reads_what_the_runtime_writes()
    {
        var runtime = ContextPropagation.Create(["tracecontext", "baggage"]);
        var activity = Headers.NewActivity(true, ("a", "1"), ("b", "x y, é \"%;\\ \ud83d\ude00"), ("c", ""), ("d", null));
        Assert.Equal(
            Headers.InjectedBy(runtime, activity).BaggageFrom(runtime),
            Headers.InjectedBy(Of("baggage"), activity).BaggageFrom(runtime));
        Assert.Equal(
            Headers.InjectedBy(runtime, activity).BaggageFrom(runtime),
            Headers.InjectedBy(runtime, activity).BaggageFrom(Of("baggage")));
    }

    [Fact]
    public void Agrees_with_OpenTelemetry()
    {
        var oracle = new BaggagePropagator();
        var ours = Headers.InjectedBy(Of("baggage"), Headers.NewActivity(true, ("b", "x y, é \"%;\\ \ud83d\ude00"), ("a", "1")));
        var read = oracle.Extract(default, ours, static (headers, name) => headers.TryGetValue(name, out var value) ? [value] : []);
        Assert.Equal("x y, é \"%;\\ \ud83d\ude00", read.Baggage.GetBaggage("b"));
        Assert.Equal("1", read.Baggage.GetBaggage("a"));

        var theirs = new Headers();
        oracle.Inject(new PropagationContext(default, Baggage.Create(new() { ["k"] = "v é, w" })), theirs,
            static (headers, name, value) => headers[name] = value);
        Assert.Equal("k=v é, w", theirs.BaggageFrom(Of("baggage")));
    }

    [Fact]
    public void Unwritable_keys_are_left_out_and_broken_text_is_replaced()
    {
        var activity = Headers.NewActivity(
            true, ("a b", "1"), ("", "2"), ("é", "3"), ("ok\r\nX-Evil: 1", "4"), ("ok", "a\r\nX-Evil: 1\ud800"), ("nothing", null));
        var header = Headers.InjectedBy(Of("baggage"), activity)["baggage"];
        Assert.Equal("nothing= ,ok=a%0D%0AX-Evil%3A%201%EF%BF%BD", header);
    }

    [Fact]
    public void Written_baggage_stays_within_the_limits_of_w3c()
    {
        var many = Headers.NewActivity(true, [.. Enumerable.Range(0, 200).Select(i => ($"k{i}", (string?)"v"))]);
        Assert.Equal(64, Headers.InjectedBy(Of("baggage"), many)["baggage"].Split(',').Length);

        var large = Headers.NewActivity(
            true, ("small", "v"), ("fits", new string('x', 8000)), ("larger", new string('y', 8192)), ("huge", new string('z', 1_000_000)));
        var header = Headers.InjectedBy(Of("baggage"), large)["baggage"];
        Assert.InRange(header.Length, 8000, 8192);
        Assert.Equal(["fits", "small"], header.Split(',').Select(member => member.Split('=')[0]));
    }

    [Fact]
    public void Read_baggage_stays_within_the_limits_of_w3c()
    {
        var many = new Headers { ["baggage"] = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"k{i}=v")) };
        Assert.Equal(64, many.BaggageFrom(Of("baggage")).Split(',').Length);

        var large = new Headers { ["baggage"] = "a=1,b=" + new string('x', 1_000_000) };
        Assert.Equal("a=1", large.BaggageFrom(Of("baggage")));

        var alone = new Headers { ["baggage"] = "b=" + new string('x', 1_000_000) };
        Assert.Equal("", alone.BaggageFrom(Of("baggage")));
    }

    [Fact]
    public void Repeated_headers_are_one_list()
    {
        var entries = Of("baggage").ExtractBaggage(null, (object? _, string _, out string? value, out IEnumerable<string>? values) =>
        {
            value = null;
            values = ["a=1", "b=2", "c=3"];
        });
        Assert.Equal(["c", "b", "a"], entries!.Select(entry => entry.Key));
    }

    [Fact]
    public void Jaeger_writes_and_reads_a_field_for_each_key()
    {
        var headers = Headers.InjectedBy(Of("jaeger"), Headers.NewActivity(true, ("a", "x é"), ("b", "1"), ("c\r\n", "1")));
        Assert.Equal("x%20%C3%A9", headers["uberctx-a"]);
        Assert.Equal(3, headers.Count);
        headers["jaeger-baggage"] = "d=4, e=5";
        headers["UBERCTX-f"] = "6";
        Assert.Equal(["a=x é", "b=1", "d=4", "e=5", "f=6"], headers.BaggageFrom(Of("jaeger")).Split(',').Order());
    }

    [Fact]
    public void OtTrace_writes_and_reads_a_field_for_each_key()
    {
        var headers = Headers.InjectedBy(Of("ottrace"), Headers.NewActivity(true, ("a", "x 1"), ("b", "é"), ("c", "1\r\n2")));
        Assert.Equal("x 1", headers["ot-baggage-a"]);
        Assert.Equal(4, headers.Count);
        Assert.Equal("a=x 1", headers.BaggageFrom(Of("ottrace")));
    }

    [Fact]
    public void Baggage_that_comes_in_two_formats_does_not_grow_from_hop_to_hop()
    {
        var propagator = Of("tracecontext", "baggage", "jaeger", "ottrace");
        var headers = Headers.InjectedBy(propagator, Headers.NewActivity(true, ("a", "1"), ("b", "2")));
        for (var hop = 0; hop < 5; hop++)
        {
            var entries = propagator.ExtractBaggage(headers, Headers.Get)!.Select(entry => (entry.Key, entry.Value)).ToArray();
            Assert.Equal(2, entries.Length);
            headers = Headers.InjectedBy(propagator, Headers.NewActivity(true, entries));
        }
        Assert.Equal("b=2,a=1", headers["baggage"]);
    }

    [Fact]
    public void The_first_entry_of_the_header_is_the_first_of_the_activity()
    {
        var activity = Headers.NewActivity();
        foreach (var (key, value) in Of("baggage").ExtractBaggage(new Headers { ["baggage"] = "a=1,b=2" }, Headers.Get)!)
            activity.AddBaggage(key, value);
        Assert.Equal(["a", "b"], activity.Baggage.Select(entry => entry.Key));
    }

    private static CompositePropagator Of(params string[] names) => (CompositePropagator)ContextPropagation.Create([.. names, "none"]);
}
