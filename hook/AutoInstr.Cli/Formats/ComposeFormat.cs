using AutoInstr.Cli.Activation;

namespace AutoInstr.Cli.Formats;

/// <summary>The <c>environment</c> of a Compose service, https://docs.docker.com/reference/compose-file/services/#environment.</summary>
internal sealed class ComposeFormat : VariableFormat
{
    /// <inheritdoc/>
    public override void Write(TextWriter output, IReadOnlyList<PathVariable> paths, IReadOnlyDictionary<string, string> settings)
    {
        output.WriteLine("environment:");
        base.Write(output, paths, settings);
    }

    /// <inheritdoc/>
    /// <remarks>Compose puts variables in place of <c>$name</c>; two dollar signs stand for one.</remarks>
    protected override void WriteVariable(TextWriter output, string name, string value) =>
        output.WriteLine($"  {name}: {YamlScalar.Quote(value.Replace("$", "$$"))}");
}
