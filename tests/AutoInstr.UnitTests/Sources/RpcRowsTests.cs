using System.Diagnostics;
using AutoInstr.Agent.Sources.Jobs;
using AutoInstr.Agent.Sources.Rpc;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class RpcRowsTests
{
    [Theory]
    [InlineData("0", "OK", ActivityStatusCode.Unset)]
    [InlineData("1", "CANCELLED", ActivityStatusCode.Error)]
    [InlineData("4", "DEADLINE_EXCEEDED", ActivityStatusCode.Error)]
    [InlineData("16", "UNAUTHENTICATED", ActivityStatusCode.Error)]
    [InlineData("99", "99", ActivityStatusCode.Error)]
    public void A_gRPC_call_gets_the_conventions_attributes(string code, string name, ActivityStatusCode status)
    {
        using var call = new Activity("Grpc.Net.Client.GrpcOut").SetTag("grpc.method", "/greet.Greeter/SayHello")
            .SetTag("grpc.status_code", code);

        Assert.True(new GrpcClientInstrumentation().OnStop(call));

        Assert.Equal(("greet.Greeter/SayHello", status), (call.DisplayName, call.Status));
        Assert.Equal(("grpc", "greet.Greeter/SayHello", name),
            (call.GetTagItem("rpc.system.name"), call.GetTagItem("rpc.method"), call.GetTagItem("rpc.response.status_code")));
        Assert.Equal(status == ActivityStatusCode.Error ? name : null, call.GetTagItem("error.type"));
        Assert.DoesNotContain(call.TagObjects, tag => tag.Key.StartsWith("grpc.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("App.Jobs.Nightly, App, Version=1.0.0.0", "execute Nightly")]
    [InlineData("App.Jobs+Nightly", "execute Nightly")]
    [InlineData("Nightly", "execute Nightly")]
    [InlineData("", "execute ")]
    public void An_execution_is_named_after_the_jobs_type(string type, string name)
    {
        using var execution = new Activity("Quartz.Job.Execute").SetTag("quartz.job.type", type);

        Assert.True(new QuartzInstrumentation().OnStop(execution));

        Assert.Equal(name, execution.DisplayName);
    }
}
