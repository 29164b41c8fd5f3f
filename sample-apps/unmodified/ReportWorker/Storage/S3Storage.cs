using Amazon.S3;
using Amazon.S3.Model;

namespace ReportWorker.Storage;

/// <summary>Keeps reports in a bucket of an S3 service.</summary>
sealed class S3Storage(IAmazonS3 s3, string bucket) : IReportStorage
{
    /// <inheritdoc/>
    public Task SaveAsync(string name, string file, CancellationToken cancellation) => s3.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = name, FilePath = file, ContentType = "text/csv" }, cancellation);
}
