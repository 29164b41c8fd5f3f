using AutoInstr.Cli.Activation;

namespace AutoInstr.Cli.Formats;

/// <summary>The <c>env</c> of a container in a pod,
/// https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/.</summary>
internal sealed class KubernetesFormat : VariableFormat
{
    /// <inheritdoc/>
    public override void Write(TextWriter output, IReadOnlyList<PathVariable> paths, IReadOnlyDictionary<string, string> settings)
    {
        output.WriteLine("env:");
        base.Write(output, paths, settings);
    }

    /// <inheritdoc/>
    /// <remarks>Kubernetes puts variables in place of <c>$(name)</c>; two dollar signs stand for one.</remarks>
    protected override void WriteVariable(TextWriter output, string name, string value)
    {
        output.WriteLine($"  - name: {name}");
        output.WriteLine($"    value: {YamlScalar.Quote(value.Replace("$", "$$"))}");
    }
}
