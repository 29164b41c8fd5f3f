using System.Net;
using System.Text;
using AutoInstr.Patching;

namespace SamplePatches;

[Patch("System.Private.CoreLib", Type = "System.Text.Rune", Method = "GetNumericValue")]
internal static class RunePatch
{
    private static void Postfix(Rune value, double __result) => Sample.Start("rune", ("value", value.Value), ("result", __result))?.Stop();
}

[Patch("System.Net.Primitives", Type = "System.Net.IPAddress", Method = "Parse", Parameters = ["System.String"])]
internal static class AddressPatch
{
    private static void Finalizer(string ipString, IPAddress? __result, Exception? __exception) =>
        Sample.Stop(Sample.Start("address", ("text", ipString)), __exception, "result", __result?.ToString());
}
