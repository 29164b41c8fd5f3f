using AutoInstr.Cli.Activation;

namespace AutoInstr.Cli.Formats;

/// <summary><c>export</c> commands of the POSIX shell.</summary>
internal sealed class ShellFormat : VariableFormat
{
    /// <inheritdoc/>
    /// <remarks>A shell has an environment already, and may come here twice: the kit's entry is appended unless it is there.</remarks>
    public override void Write(TextWriter output, IReadOnlyList<PathVariable> paths, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, entry) in paths)
        {
            var quoted = Quote(entry);
            output.WriteLine($"case \":${{{name}:-}}:\" in *:{quoted}:*) ;; *) export {name}=\"${{{name}:+${name}:}}\"{quoted} ;; esac");
        }
        base.Write(output, [], settings);
    }

    /// <inheritdoc/>
    protected override void WriteVariable(TextWriter output, string name, string value) =>
        output.WriteLine($"export {name}={Quote(value)}");

    private static string Quote(string value) => $"'{value.Replace("'", @"'\''")}'";
}
