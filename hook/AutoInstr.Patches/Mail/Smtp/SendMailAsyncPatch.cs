using System.Diagnostics;
using System.Net.Mail;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mail.Smtp;

/// <summary>A client span for every message that is sent as a task. Before .NET 10 that is a call of SendAsync.</summary>
[Instrumentation("SMTPCLIENT")]
[Patch("System.Net.Mail", From = "10.0", Type = "System.Net.Mail.SmtpClient", Method = "SendMailAsync",
    Parameters = ["System.Net.Mail.MailMessage", "System.Threading.CancellationToken"])]
internal static class SendMailAsyncPatch
{
    private static void Prefix(SmtpClient __instance, out Activity? __state) => __state = SmtpSpan.Start(__instance);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
