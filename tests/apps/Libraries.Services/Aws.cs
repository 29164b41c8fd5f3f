using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Libraries.Services;

/// <summary>S3, SQS and DynamoDB at one address that stands for the cloud.</summary>
static class Aws
{
    static readonly BasicAWSCredentials Credentials = new("id", "secret");

    public static async Task RunAsync(string address)
    {
        using var s3 = new AmazonS3Client(Credentials, Configure(new AmazonS3Config { ForcePathStyle = true }, address));
        await Work.TryAsync(
            "put",
            async () =>
                (await s3.PutObjectAsync(
                    new PutObjectRequest { BucketName = "bucket", Key = "hello", ContentBody = "hi" })).HttpStatusCode);
        await Work.TryAsync("missing", async () => (await s3.GetObjectAsync("bucket", "missing")).HttpStatusCode);

        using var sqs = new AmazonSQSClient(Credentials, Configure(new AmazonSQSConfig(), address));
        await Work.TryAsync(
            "send", async () => (await sqs.SendMessageAsync(new SendMessageRequest($"{address}/1/orders", "hi"))).HttpStatusCode);

        using var dynamo = new AmazonDynamoDBClient(Credentials, Configure(new AmazonDynamoDBConfig(), address));
        await Work.TryAsync("item",
            async () => (await dynamo.PutItemAsync("people", new Dictionary<string, AttributeValue> { ["id"] = new("1") })).HttpStatusCode);
    }

    static T Configure<T>(T config, string address)
        where T : ClientConfig
    {
        config.ServiceURL = address;
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        return config;
    }
}
