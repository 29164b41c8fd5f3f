using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>The SDKs of clouds, with a local endpoint in place of the cloud.</summary>
public sealed class CloudTests
{
    private const string NoSuchKey = "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>";

    private static TestApp App(string runtime) => TestApp.Library("Libraries.Services", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Azure_operations_have_one_span_and_each_of_their_requests_one(string runtime)
    {
        await using var endpoint = HttpEndpoint.Start(AnswerAsAzure);
        var run = await LibraryRun.OfAsync(App(runtime), ["azure", endpoint.Address.AbsoluteUri]);

        Assert.Equal(
            ["BlobClient.Upload", "PUT", "BlobBaseClient.DownloadContent", "GET", "QueueClient.SendMessage", "POST",
                "TableClient.AddEntity", "POST"], run.Names);
        var (upload, put) = (run.Single("BlobClient.Upload"), run.Single("PUT"));
        SpanAssert.IsChildOf(run.Work, upload);
        SpanAssert.IsChildOf(upload, put);
        SpanAssert.Succeeded(upload);
        SpanAssert.Has(upload, ("azure.resource_provider.namespace", "Microsoft.Storage"));
        SpanAssert.Succeeded(put);
        SpanAssert.Has(
            put,
            ("azure.resource_provider.namespace", "Microsoft.Storage"),
            ("az.client_request_id", SpanAssert.Anything),
            ("http.request.method", "PUT"),
            ("http.response.status_code", 201),
            ("server.address", "127.0.0.1"),
            ("server.port", endpoint.Address.Port),
            ("url.full", endpoint.Address + "account/container/hello"));
        SpanAssert.Carried(put, endpoint.Requests.Last(request => request.Method == "PUT").Headers);

        SpanAssert.Failed(run.Single("BlobBaseClient.DownloadContent"), "NoSuchKey");
        SpanAssert.Failed(run.Single("GET"), "404");
        Assert.All(run.Spans, span => Assert.Empty(span.StatusMessage));
    }

    [Fact]
    public async Task Where_Azure_is_switched_off_its_requests_are_those_of_any_HTTP_client()
    {
        await using var endpoint = HttpEndpoint.Start(AnswerAsAzure);
        var off = new Dictionary<string, string?> { ["OTEL_DOTNET_AUTO_TRACES_AZURE_INSTRUMENTATION_ENABLED"] = "false" };
        var run = await LibraryRun.OfAsync(App("10.0"), ["azure", endpoint.Address.AbsoluteUri], off);

        Assert.Equal(["PUT", "GET", "POST", "POST"], run.Names);
        Assert.All(run.Spans.Where(span => span != run.Work), span => SpanAssert.IsChildOf(run.Work, span));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task AWS_calls_have_a_span_over_their_requests(string runtime)
    {
        await using var endpoint = HttpEndpoint.Start(AnswerAsAws);
        var run = await LibraryRun.OfAsync(App(runtime), ["aws", endpoint.Address.AbsoluteUri]);

        Assert.Equal(["S3.PutObject", "PUT", "S3.GetObject", "GET", "SQS.SendMessage", "POST", "DynamoDB.PutItem", "POST"], run.Names);
        var put = run.Single("S3.PutObject");
        Assert.Equal(SpanKind.Client, put.Kind);
        SpanAssert.IsChildOf(run.Work, put);
        SpanAssert.IsChildOf(put, run.Single("PUT"));
        SpanAssert.Succeeded(put);
        SpanAssert.Has(
            put,
            ("rpc.system.name", "aws-api"),
            ("rpc.method", "S3/PutObject"),
            ("cloud.region", "eu-west-1"),
            ("aws.s3.bucket", "bucket"),
            ("aws.s3.key", "hello"),
            ("aws.request_id", "r1"),
            ("http.response.status_code", 200));

        var missing = run.Single("S3.GetObject");
        SpanAssert.Failed(missing, "NoSuchKey");
        Assert.Equal((404L, "exception"), (missing.Attributes["http.response.status_code"], Assert.Single(missing.Events).Name));

        var send = run.Single("SQS.SendMessage");
        Assert.Equal(("aws_sqs", "orders"), (send.Attributes["messaging.system"], send.Attributes["messaging.destination.name"]));
        var item = run.Single("DynamoDB.PutItem");
        Assert.Equal(("aws.dynamodb", "people"), (item.Attributes["db.system.name"], item.Attributes["db.collection.name"]));
        Assert.DoesNotContain(endpoint.Requests, request => request.Headers["User-Agent"].Contains("AutoInstr", StringComparison.Ordinal));
    }

    private static EndpointAnswer AnswerAsAzure(EndpointRequest request)
    {
        if (request.Path.Contains("missing", StringComparison.Ordinal))
            return new EndpointAnswer(
                404, NoSuchKey, "application/xml")
            { Headers = new Dictionary<string, string> { ["x-ms-error-code"] = "NoSuchKey" } };
        if (request.Path.Contains("people", StringComparison.Ordinal))
            return new EndpointAnswer(204);
        if (request.Path.Contains("queue", StringComparison.Ordinal))
            return new EndpointAnswer(201, QueueMessage, "application/xml");
        return new EndpointAnswer(
            201)
        { Headers = new Dictionary<string, string> { ["ETag"] = "\"0x1\"", ["Last-Modified"] = "Fri, 09 Oct 2009 21:04:30 GMT" } };
    }

    private static EndpointAnswer AnswerAsAws(EndpointRequest request)
    {
        var id = new Dictionary<string, string> { ["x-amz-request-id"] = "r1", ["x-amzn-RequestId"] = "r1" };
        if (request.Path.Contains("missing", StringComparison.Ordinal))
            return new EndpointAnswer(404, NoSuchKey, "application/xml") { Headers = id };
        if (request.Headers.GetValueOrDefault("X-Amz-Target") == "AmazonSQS.SendMessage")
            return new EndpointAnswer(200, """{"MessageId":"1","MD5OfMessageBody":"49f68a5c8493ec2c0bf489821c21fc3b"}""",
                "application/x-amz-json-1.0")
            { Headers = id };
        return request.Headers.ContainsKey("X-Amz-Target")
            ? new EndpointAnswer(200, "{}", "application/x-amz-json-1.0") { Headers = id }
            : new EndpointAnswer(200) { Headers = id };
    }

    private const string QueueMessage = """
        <?xml version="1.0"?><QueueMessagesList><QueueMessage><MessageId>5974b586-0df3-4e2d-ad0c-18e3892bfca2</MessageId>
        <InsertionTime>Fri, 09 Oct 2009 21:04:30 GMT</InsertionTime><ExpirationTime>Fri, 09 Oct 2099 21:04:30 GMT</ExpirationTime>
        <PopReceipt>x</PopReceipt><TimeNextVisible>Fri, 09 Oct 2009 21:04:30 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>
        """;
}
