using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Sources.Cloud;

/// <summary>Makes the span of a call of the AWS SDK.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/</remarks>
internal sealed class AwsCallHandler : PipelineHandler
{
    private static readonly ActivitySource Source = new(AwsInstrumentation.SourceName);

    /// <inheritdoc/>
    public override void InvokeSync(IExecutionContext executionContext)
    {
        using var span = Start(executionContext);
        try
        {
            base.InvokeSync(executionContext);
        }
        catch (Exception exception)
        {
            Describe(span, executionContext, exception);
            throw;
        }
        Describe(span, executionContext, null);
    }

    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        using var span = Start(executionContext);
        T result;
        try
        {
            result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Describe(span, executionContext, exception);
            throw;
        }
        Describe(span, executionContext, null);
        return result;
    }

    private static Activity? Start(IExecutionContext call)
    {
        if (!Source.HasListeners())
            return null;
        try
        {
            var request = call.RequestContext;
            var service = request.ServiceMetaData.ServiceId;
            var operation = OperationOf(request.RequestName);
            var span = Source.StartActivity($"{service}.{operation}", ActivityKind.Client);
            if (span is not { IsAllDataRequested: true })
                return span;
            span.SetTag("rpc.system.name", "aws-api");
            span.SetTag("rpc.method", $"{service}/{operation}");
            span.SetTag("cloud.region", request.ClientConfig.RegionEndpoint?.SystemName ?? request.ClientConfig.AuthenticationRegion);
            AwsRequest.Describe(span, service, operation, request.OriginalRequest);
            return span;
        }
        catch (Exception exception)
        {
            Report(exception);
            return null;
        }
    }

    private static void Describe(Activity? span, IExecutionContext call, Exception? exception)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        try
        {
            if (call.ResponseContext.HttpResponse is { } response)
                span.SetTag("http.response.status_code", (int)response.StatusCode);
            span.SetTag("aws.request_id",
                (exception as AmazonServiceException)?.RequestId ?? call.ResponseContext.Response?.ResponseMetadata?.RequestId);
            if (exception == null)
                return;
            span.Fail(exception);
            if (exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } refused)
            {
                span.SetTag("error.type", code);
                span.SetTag("http.response.status_code", (int)refused.StatusCode);
            }
        }
        catch (Exception failure)
        {
            Report(failure);
        }
    }

    private static string OperationOf(string requestName) =>
        requestName.EndsWith("Request", StringComparison.Ordinal) ? requestName[..^"Request".Length] : requestName;

    private static void Report(Exception exception) =>
        Log.Once(LogLevel.Error, "aws",
            $"a call of the AWS SDK could not be traced ({exception.GetType().Name}: {exception.Message}); further ones are not reported");
}
