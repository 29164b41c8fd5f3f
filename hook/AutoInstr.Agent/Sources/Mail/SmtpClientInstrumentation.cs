namespace AutoInstr.Agent.Sources.Mail;

/// <summary>System.Net.Mail: its patch makes the spans.</summary>
internal sealed class SmtpClientInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "SMTPCLIENT";

    /// <inheritdoc/>
    public override string Library => "System.Net.Mail.SmtpClient";

    /// <inheritdoc/>
    public override string Spans => "client span per message";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.SmtpClient"];
}
