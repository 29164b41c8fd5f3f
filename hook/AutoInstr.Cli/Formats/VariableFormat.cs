using AutoInstr.Cli.Activation;

namespace AutoInstr.Cli.Formats;

/// <summary>A notation for environment variables.</summary>
internal abstract class VariableFormat
{
    private static readonly (string Name, VariableFormat Format)[] All =
    [
        ("dockerfile", new DockerfileFormat()), ("shell", new ShellFormat()), ("compose", new ComposeFormat()),
        ("k8s", new KubernetesFormat()),
    ];

    /// <summary>Finds a format by its name.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static VariableFormat Find(string name)
    {
        foreach (var (known, format) in All)
        {
            if (known == name)
                return format;
        }
        throw new UsageException($"--format {name} is not one of {string.Join(", ", All.Select(format => format.Name))}", "env");
    }

    /// <summary>Writes the variables.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="paths">The lists of paths that the kit belongs to.</param>
    /// <param name="settings">The other variables.</param>
    /// <exception cref="UsageException">The format cannot hold a value.</exception>
    public virtual void Write(TextWriter output, IReadOnlyList<PathVariable> paths, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var path in paths)
            WriteVariable(output, path.Name, path.Entry);
        foreach (var (name, value) in settings)
            WriteVariable(output, name, value);
    }

    /// <summary>Writes a variable.</summary>
    protected abstract void WriteVariable(TextWriter output, string name, string value);
}
