using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Libraries.Services;

/// <summary>Blobs, a queue and a table at one address that stands for the cloud.</summary>
static class AzureStorage
{
    const string Account = "account";
    static readonly string Key = Convert.ToBase64String(new byte[32]);

    public static async Task RunAsync(Uri address)
    {
        var blobOptions = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        var blobs = new BlobContainerClient(
            new Uri(address, "account/container"), new StorageSharedKeyCredential(Account, Key), blobOptions);
        await Work.TryAsync(
            "upload", async () => (await blobs.GetBlobClient("hello").UploadAsync(BinaryData.FromString("hi"))).GetRawResponse().Status);
        await Work.TryAsync("missing", async () => (await blobs.GetBlobClient("missing").DownloadContentAsync()).GetRawResponse().Status);

        var queueOptions = new QueueClientOptions { Retry = { MaxRetries = 0 } };
        var queue = new QueueClient(new Uri(address, "account/queue"), new StorageSharedKeyCredential(Account, Key), queueOptions);
        await Work.TryAsync("send", async () => (await queue.SendMessageAsync("hi")).GetRawResponse().Status);

        var tables = new TableClient(new Uri(address, "account"), "people", new TableSharedKeyCredential(Account, Key),
            new TableClientOptions { Retry = { MaxRetries = 0 } });
        await Work.TryAsync("entity", async () => (await tables.AddEntityAsync(new TableEntity("p", "r"))).Status);
    }
}
