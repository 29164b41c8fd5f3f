using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Mail;

/// <summary>MailKit: operations of its SMTP, IMAP and POP3 clients, named after what they do and the protocol.</summary>
internal sealed class MailKitInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MAILKIT";

    /// <inheritdoc/>
    public override string Library => "MailKit 4";

    /// <inheritdoc/>
    public override string Spans => "client spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["MailKit.Net.*"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["MailKit"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.RenameTag("url.scheme", "network.protocol.name");
        if (activity.GetTagItem("network.protocol.name") is string protocol)
            activity.DisplayName = $"{activity.OperationName} {protocol}";
        activity.ClearOkStatus();
        activity.EnsureErrorType();
        return true;
    }
}
