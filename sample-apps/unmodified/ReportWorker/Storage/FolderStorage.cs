namespace ReportWorker.Storage;

/// <summary>Keeps reports in a folder.</summary>
sealed class FolderStorage(string folder) : IReportStorage
{
    /// <inheritdoc/>
    public async Task SaveAsync(string name, string file, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await using var source = File.OpenRead(file);
        await using var target = File.Create(Path.Combine(folder, name));
        await source.CopyToAsync(target, cancellation);
    }
}
