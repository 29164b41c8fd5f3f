namespace AutoInstr.Agent.Sources.Remote;

/// <summary>SSH.NET: its patch makes the spans.</summary>
internal sealed class SshNetInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "SSHNET";

    /// <inheritdoc/>
    public override string Library => "SSH.NET 2026";

    /// <inheritdoc/>
    public override string Spans => "client spans of commands";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.SSH.NET"];
}
