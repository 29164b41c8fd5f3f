using Xunit;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>A control group whose processes together have so much memory and no swap, as in a container; it is gone when this is
/// disposed.</summary>
internal sealed class MemoryLimit : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const string FirstVersion = Root + "/memory";

    private readonly string _group;

    private MemoryLimit(string group) => _group = group;

    /// <summary>Makes it; skips the test where the machine does not let it.</summary>
    public static MemoryLimit Create(int megabytes)
    {
        var isFirst = Directory.Exists(FirstVersion);
        var controllers = Path.Combine(Root, "cgroup.subtree_control");
        Assert.SkipUnless(
            isFirst || (File.Exists(controllers) && File.ReadAllText(controllers).Split(' ', '\n').Contains("memory")),
            "needs control groups that limit memory");
        var limit = new MemoryLimit(Path.Combine(isFirst ? FirstVersion : Root, $"autoinstr-test-{Guid.NewGuid():N}"));
        try
        {
            Directory.CreateDirectory(limit._group);
            var bytes = (megabytes * 1024L * 1024).ToString();
            limit.Set(isFirst ? "memory.limit_in_bytes" : "memory.max", bytes);
            // A kernel may be built without accounting of swap.
            var swap = isFirst ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
            if (File.Exists(Path.Combine(limit._group, swap)))
                limit.Set(swap, isFirst ? bytes : "0");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(limit._group))
                limit.Dispose();
            Assert.Skip("this machine does not let its control groups be changed: " + exception.Message);
        }
        return limit;
    }

    /// <summary>The command line that runs a command within the limit, in the same process.</summary>
    public string[] Command(params IEnumerable<string> command) =>
        ["/bin/sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", _group, .. command];

    /// <summary>Removes the group, which its last process has left.</summary>
    public void Dispose() => Directory.Delete(_group);

    private void Set(string file, string value) => File.WriteAllText(Path.Combine(_group, file), value);
}
