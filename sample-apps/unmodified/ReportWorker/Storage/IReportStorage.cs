namespace ReportWorker.Storage;

/// <summary>Keeps reports.</summary>
interface IReportStorage
{
    /// <summary>Keeps a file.</summary>
    /// <param name="name">The name it is kept under.</param>
    /// <param name="file">Where it is now.</param>
    /// <param name="cancellation">Gives up.</param>
    Task SaveAsync(string name, string file, CancellationToken cancellation);
}
