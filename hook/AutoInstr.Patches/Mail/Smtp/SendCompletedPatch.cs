using System.ComponentModel;
using System.Net.Mail;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mail.Smtp;

/// <summary>That event, before the application hears of it.</summary>
[Instrumentation("SMTPCLIENT")]
[Patch("System.Net.Mail", Type = "System.Net.Mail.SmtpClient", Method = "OnSendCompleted")]
internal static class SendCompletedPatch
{
    private static void Prefix(SmtpClient __instance, AsyncCompletedEventArgs e) => SmtpSpan.Complete(__instance, e);
}
