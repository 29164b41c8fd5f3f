using System.Diagnostics;
using System.Text;
using AutoInstr.Agent.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>Whatever a caller sends: no exception, only valid contexts, bounded baggage, headers that can be sent on.</summary>
public class FuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Names = ["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"];

    private static readonly string[] Fields =
    [
        "traceparent", "tracestate", "baggage", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "X-B3-Flags", "uber-trace-id",
        "jaeger-baggage",
        "uberctx-a", "uberctx-", "uberctx-\r\n", "ot-baggage-k", "X-Amzn-Trace-Id", "ot-tracer-traceid", "ot-tracer-spanid",
        "ot-tracer-sampled",
    ];

    private static readonly string[] Seeds =
    [
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90",
        "80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1", "1", "true", "abc:7:0:1",
        "80f198ee56343ba864fe8b2a57d3eff7%3Ae457b5a2e4d86bd1%3A0%3A1",
        "Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1", "a=1;p=q,b=%C3%A9, c = 3",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
    ];

    private static readonly string[] Splinters = ["%", "%C3", "%ZZ", "-", ":", "=", ",", ";", "\r\n", "\0", " ", "é", "\ud800", "\u0661",
        "0000000000000000", "ffffffffffffffff", "G"];

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public void Hostile_headers(int seed)
    {
        var random = new Random(seed);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var propagator = ContextPropagation.Create([.. Names.Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next()), "none"]);
            var headers = new Headers();
            for (var i = random.Next(8); i > 0; i--)
                headers[Fields[random.Next(Fields.Length)]] = Text(random);

            propagator.ExtractTraceIdAndState(headers, Mischievous, out var traceParent, out var traceState);
            if (traceParent is not null)
            {
                found++;
                Assert.True(ActivityContext.TryParse(traceParent, traceState, out var context), traceParent);
                Assert.NotEqual(default, context.TraceId);
                Assert.NotEqual(default, context.SpanId);
            }

            var entries = propagator.ExtractBaggage(headers, Mischievous)?.ToArray() ?? [];
            Assert.InRange(entries.Length, 0, 64);
            Assert.InRange(entries.Sum(entry => entry.Key.Length + entry.Value!.Length), 0, 8192);
            CheckWritten(propagator, entries, traceState);
        }
        Assert.InRange(found, Rounds / 100, Rounds);

        void Mischievous(object? carrier, string name, out string? value, out IEnumerable<string>? values)
        {
            Headers.Get(carrier, name, out value, out values);
            switch (random.Next(20))
            {
                case 0:
                    throw new InvalidOperationException(name);
                case 1:
                    (value, values) = (null, [value!, null!, "a=1"]);
                    break;
                case 2:
                    (value, values) = (null, []);
                    break;
            }
        }
    }

    private static void CheckWritten(DistributedContextPropagator propagator, KeyValuePair<string, string?>[] baggage, string? traceState)
    {
        var activity = Headers.NewActivity(true, [.. baggage.Select(entry => (entry.Key, entry.Value))]);
        activity.TraceStateString = traceState;
        using var request = new HttpRequestMessage();
        // HttpClient's own collection is the judge of what a header may be.
        propagator.Inject(activity, request, static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.Add(name, value));
        Assert.All(request.Headers, header => Assert.All(header.Value, value => Assert.True(Ascii.IsValid(value), value)));
        if (propagator.Fields.Contains("b3"))
            Assert.True(request.Headers.Contains("b3"));
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var i = random.Next(4); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0:
                    text.Insert(random.Next(text.Length + 1), Splinters[random.Next(Splinters.Length)]);
                    break;
                case 1:
                    text.Length = random.Next(text.Length + 1);
                    break;
                case 2:
                    text.Append(',').Append(Seeds[random.Next(Seeds.Length)]);
                    break;
                case 3 when text.Length > 0:
                    text[random.Next(text.Length)] = (char)random.Next(char.MaxValue);
                    break;
                case 4 when random.Next(50) == 0:
                    text.Append(Splinters[random.Next(Splinters.Length)][0], 100_000);
                    break;
                case 5 when random.Next(20) == 0:
                    for (var n = 0; n < 100; n++)
                        text.Append(",k").Append(n).Append("=v");
                    break;
            }
        }
        return text.ToString();
    }
}
