using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Cloud;

/// <summary>What the conventions want to know of the requests of some services: what they are about, never what they carry.</summary>
internal static class AwsRequest
{
    private static readonly PayloadProperty<string> BucketName = new("BucketName");
    private static readonly PayloadProperty<string> Key = new("Key");
    private static readonly PayloadProperty<string> TableName = new("TableName");
    private static readonly PayloadProperty<string> QueueUrl = new("QueueUrl");
    private static readonly PayloadProperty<string> TopicArn = new("TopicArn");
    private static readonly PayloadProperty<string> StreamName = new("StreamName");

    /// <summary>Adds the attributes of one request.</summary>
    /// <param name="span">The call's span.</param>
    /// <param name="service">The service's id, as <c>S3</c>.</param>
    /// <param name="operation">As <c>PutObject</c>.</param>
    /// <param name="request">The SDK's request.</param>
    public static void Describe(Activity span, string service, string operation, object request)
    {
        switch (service)
        {
            case "S3":
                span.SetTag("aws.s3.bucket", BucketName.Read(request));
                span.SetTag("aws.s3.key", Key.Read(request));
                break;
            case "DynamoDB":
                span.SetTag("db.system.name", "aws.dynamodb");
                span.SetTag("db.operation.name", operation);
                if (TableName.Read(request) is { } table)
                {
                    span.SetTag("db.collection.name", table);
                    span.SetTag("aws.dynamodb.table_names", new[] { table });
                }
                break;
            case "SQS":
                span.SetTag("messaging.system", "aws_sqs");
                span.SetTag("messaging.operation.name", operation);
                if (QueueUrl.Read(request) is { } queue)
                {
                    span.SetTag("aws.sqs.queue.url", queue);
                    span.SetTag("messaging.destination.name", queue[(queue.LastIndexOf('/') + 1)..]);
                }
                break;
            case "SNS":
                span.SetTag("messaging.system", "aws.sns");
                span.SetTag("messaging.operation.name", operation);
                if (TopicArn.Read(request) is { } topic)
                {
                    span.SetTag("aws.sns.topic.arn", topic);
                    span.SetTag("messaging.destination.name", topic[(topic.LastIndexOf(':') + 1)..]);
                }
                break;
            case "Kinesis":
                span.SetTag("aws.kinesis.stream_name", StreamName.Read(request));
                break;
        }
    }
}
