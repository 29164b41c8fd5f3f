namespace AutoInstr.ContainerTests.Harness;

/// <summary>A folder that everyone can write to and that is too small for a kit.</summary>
internal sealed class SmallVolume : IAsyncDisposable
{
    private SmallVolume()
    {
    }

    /// <summary>Its path.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("autoinstr-small-").FullName;

    /// <summary>Makes it.</summary>
    public static async Task<SmallVolume> MountAsync()
    {
        var volume = new SmallVolume();
        await Command.RunAsync("mount", "-t", "tmpfs", "-o", "size=5m,mode=777", "tmpfs", volume.Folder);
        return volume;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("umount", Folder);
        Directory.Delete(Folder);
    }
}
