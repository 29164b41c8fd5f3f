using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Sources.Http;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Traces;

/// <summary>What ASP.NET Core does not say of a request when its span begins is asked of the request itself.</summary>
[Collection(nameof(IncomingRequest))]
public sealed class IncomingRequestTests : IDisposable
{
    private readonly CompositeSampler _sampler = new(ComposableSampler.Create(new ComposableSettings.RuleBased(
    [
        new()
        {
            Values = new AttributeCondition("url.path", new IncludeExclude(["/health"], [])),
            Sampler = new ComposableSettings.AlwaysOff(),
        },
        new() { Sampler = new ComposableSettings.AlwaysOn() },
    ])));

    public IncomingRequestTests() => IncomingRequest.Reader = static (request, key) => key == "url.path" ? (string)request : null;

    public void Dispose() => IncomingRequest.Reader = null;

    [Theory]
    [InlineData(ActivityKind.Server, IncomingRequest.Activity, false)]
    [InlineData(ActivityKind.Client, IncomingRequest.Activity, true)]
    [InlineData(ActivityKind.Server, "another", true)]
    public void Only_for_the_span_of_a_request(ActivityKind kind, string name, bool isTaken)
    {
        IncomingRequest.Note("/health");
        Assert.Equal(isTaken, IsTaken(kind, name, null));
    }

    [Fact]
    public void What_the_span_says_itself_counts_more()
    {
        IncomingRequest.Note("/health");
        Assert.True(IsTaken(ActivityKind.Server, IncomingRequest.Activity, [new("url.path", "/other")]));
    }

    [Fact]
    public void The_last_request_of_the_thread_counts()
    {
        IncomingRequest.Note("/health");
        IncomingRequest.Note("/other");
        IncomingRequest.Note(null);
        Assert.True(IsTaken(ActivityKind.Server, IncomingRequest.Activity, null));
    }

    private bool IsTaken(ActivityKind kind, string name, KeyValuePair<string, object?>[]? tags) =>
        _sampler.ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), name, kind, tags, null)).Decision ==
        SamplingDecision.RecordAndSample;
}
