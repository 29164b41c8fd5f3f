using System.Diagnostics;
using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>The native library loads wherever .NET does, and shows nothing but what is called.</summary>
public sealed class NativeLibraryTests
{
    private static readonly string Symbols = Run("objdump", "-T", Directory.GetFiles(
        Path.Combine(Repository.Kit, "native"), "*.so", SearchOption.AllDirectories)[0]);

    [Fact]
    public void It_needs_nothing_newer_than_glibc_2_27() => Assert.All(
        Regex.Matches(Symbols, @"GLIBC_([0-9.]+)"),
        version => Assert.InRange(Version.Parse(version.Groups[1].Value), new Version(2, 0), new Version(2, 27)));

    [Fact]
    public void It_exports_what_is_called_and_nothing_else() => Assert.Equal(
        [
            "DllCanUnloadNow", "DllGetClassObject", "autoinstr_attach", "autoinstr_body", "autoinstr_is_attached", "autoinstr_metadata",
            "autoinstr_rejit", "autoinstr_result", "autoinstr_set_body",
        ],
        Regex.Matches(Symbols, @"g +DF \.text\s+\S+\s+(?:Base\s+)?(\w+)").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
