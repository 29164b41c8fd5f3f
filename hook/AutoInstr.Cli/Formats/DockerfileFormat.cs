namespace AutoInstr.Cli.Formats;

/// <summary><c>ENV</c> instructions, https://docs.docker.com/reference/dockerfile/#env.</summary>
internal sealed class DockerfileFormat : VariableFormat
{
    /// <inheritdoc/>
    protected override void WriteVariable(TextWriter output, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\n', '\r'))
            throw new UsageException($"a Dockerfile cannot hold the line break in {name}", "env");

        var quoted = value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$");
        output.WriteLine(NeedsQuotes(value) ? $"ENV {name}=\"{quoted}\"" : $"ENV {name}={value}");
    }

    private static bool NeedsQuotes(string value) =>
        value.Length == 0 || !value.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:,=%@+".Contains(c));
}
