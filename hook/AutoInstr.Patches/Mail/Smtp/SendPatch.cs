using System.Diagnostics;
using System.Net.Mail;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mail.Smtp;

/// <summary>A client span for every message that is sent synchronously: all overloads end here.</summary>
[Instrumentation("SMTPCLIENT")]
[Patch("System.Net.Mail", Type = "System.Net.Mail.SmtpClient", Method = "Send", Parameters = ["System.Net.Mail.MailMessage"])]
internal static class SendPatch
{
    private static void Prefix(SmtpClient __instance, out Activity? __state) => __state = SmtpSpan.Start(__instance);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
