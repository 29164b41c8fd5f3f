using Amazon.Runtime;
using Amazon.S3;

namespace ReportWorker.Storage;

/// <summary>Where reports are kept.</summary>
static class StorageServices
{
    /// <summary>Adds the storage: the S3 service at <c>S3:ServiceUrl</c>, or else the folder <c>Reports</c>, or else one in the temporary
    /// folder.</summary>
    public static void AddReportStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var s3 = configuration.GetSection("S3");
        if (s3["ServiceUrl"] is { Length: > 0 } address)
        {
            services.AddSingleton<IAmazonS3>(_ => Client(s3, address));
            services.AddSingleton<IReportStorage>(provider =>
                new S3Storage(provider.GetRequiredService<IAmazonS3>(), s3["Bucket"]!));
            return;
        }
        services.AddSingleton<IReportStorage>(
            new FolderStorage(configuration["Reports"] ?? Path.Combine(Path.GetTempPath(), "reports")));
    }

    private static AmazonS3Client Client(IConfigurationSection s3, string address) => new(
        new BasicAWSCredentials(s3["AccessKey"], s3["SecretKey"]),
        new AmazonS3Config { ServiceURL = address, AuthenticationRegion = s3["Region"], ForcePathStyle = true });
}
