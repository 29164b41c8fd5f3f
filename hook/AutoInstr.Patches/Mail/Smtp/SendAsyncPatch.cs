using System.Diagnostics;
using System.Net.Mail;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mail.Smtp;

/// <summary>A client span for every message whose end is an event.</summary>
[Instrumentation("SMTPCLIENT")]
[Patch("System.Net.Mail", Type = "System.Net.Mail.SmtpClient", Method = "SendAsync",
    Parameters = ["System.Net.Mail.MailMessage", "System.Object"])]
internal static class SendAsyncPatch
{
    private static void Prefix(SmtpClient __instance, out Activity? __state) => __state = SmtpSpan.StartPending(__instance);

    private static void Finalizer(SmtpClient __instance, Activity? __state, Exception? __exception) =>
        SmtpSpan.Return(__instance, __state, __exception);
}
