using System.Diagnostics;
using AutoInstr.Agent.Propagation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>A real ASP.NET Core server and a real HttpClient, each with a propagator of ours.</summary>
public class FrameworkTests
{
    [Theory]
    [InlineData("b3", true)]
    [InlineData("b3multi", false)]
    [InlineData("jaeger", true)]
    [InlineData("xray", false)]
    [InlineData("ottrace", true)]
    [InlineData("tracecontext", false)]
    public async Task Client_and_server_are_one_trace(string name, bool sampled)
    {
        var propagator = ContextPropagation.Create([name, "baggage"]);
        await using var server = await StartAsync(propagator);

        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = propagator });
        using var caller = new Activity("caller");
        caller.SetParentId(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None);
        caller.AddBaggage("task", "número 1").Start();
        // A redirection, where HttpClient takes its headers off and puts them on again.
        var seen = await client.GetStringAsync(server.Urls.First() + "/redirect");
        caller.Stop();

        var traceId = name == "ottrace" ? caller.TraceId.ToHexString()[16..].PadLeft(32, '0') : caller.TraceId.ToHexString();
        Assert.StartsWith($"{traceId} {sampled} número 1 ", seen, StringComparison.Ordinal);
        Assert.NotEqual(default(ActivitySpanId).ToHexString(), seen.Split(' ')[^1]);
        Assert.NotEqual(caller.SpanId.ToHexString(), seen.Split(' ')[^1]);
    }

    [Fact]
    public async Task Baggage_with_a_field_for_each_key_is_found_in_the_servers_headers()
    {
        await using var server = await StartAsync(ContextPropagation.Create(["jaeger"]));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("uber-trace-id", "abc:7:0:1");
        client.DefaultRequestHeaders.Add("uberctx-task", "n%C3%BAmero%201");
        Assert.Equal("00000000000000000000000000000abc True número 1 0000000000000007", await client.GetStringAsync(server.Urls.First()));
    }

    private static async Task<WebApplication> StartAsync(DistributedContextPropagator propagator)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(propagator);
        // Otherwise ASP.NET Core has no reason to make an activity.
        builder.Services.AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"));
        var app = builder.Build();
        app.Services.GetRequiredService<DiagnosticListener>().Subscribe(new Listener());
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/redirect", () => Results.Redirect("/"));
        app.MapGet("/", () =>
        {
            var activity = Activity.Current!;
            return $"{activity.TraceId} {activity.Recorded} {activity.GetBaggageItem("task")} {activity.ParentSpanId}";
        });
        await app.StartAsync();
        return app;
    }

    private sealed class Listener : IObserver<KeyValuePair<string, object?>>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
        }
    }
}
