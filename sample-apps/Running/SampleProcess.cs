using AutoInstr.Compare.Running;

namespace AutoInstr.Samples;

/// <summary>One of the published sample services, in a process of its own, listening on a free port of the loopback
/// interface.</summary>
/// <param name="process">The process.</param>
/// <param name="address">Where the service listens.</param>
sealed class SampleProcess(ServiceProcess process, Uri address) : IAsyncDisposable
{
    /// <summary>The services' own settings: those of the caller's shell are not passed on.</summary>
    private static readonly string[] Settings = ["ConnectionStrings__", "ReverseProxy__", "S3__", "Worker", "Reports"];

    /// <summary>The process.</summary>
    public ServiceProcess Process => process;

    /// <summary>Where the service listens.</summary>
    public Uri Address => address;

    /// <summary>What answers with success once the service is ready.</summary>
    public string Health => $"{address}health";

    /// <summary>Starts it. It is not ready to answer yet when this returns.</summary>
    /// <param name="edition">The folder that the services of an edition were published to, each in one of its own.</param>
    /// <param name="service">The service's folder, and the name of its assembly.</param>
    /// <param name="environment">Variables that are added to the environment.</param>
    public static SampleProcess Start(string edition, string service, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var folder = Path.Combine(edition, service);
        return new SampleProcess(ServiceProcess.Start(service, ["dotnet", Path.Combine(folder, service + ".dll")], folder,
            [new("ASPNETCORE_URLS", address.OriginalString), .. environment], Settings), address);
    }

    /// <summary>Waits until the service answers its health check.</summary>
    /// <param name="isRecorded">Whether the check is a request like any other.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How long after its start that was, in milliseconds.</returns>
    /// <exception cref="Compare.ComparisonException">The process ended before that, or took too long.</exception>
    public Task<double> WaitUntilHealthyAsync(bool isRecorded, CancellationToken cancellation) =>
        process.WaitUntilHealthyAsync(Health, isRecorded, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
