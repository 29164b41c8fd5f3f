using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Native;

/// <summary>libautoinstr.so: every export under sanitizers, valgrind and on each target, and what the kit's libraries need.</summary>
public sealed partial class NativeLibraryTests : IDisposable
{
    /// <summary>The oldest glibc on which .NET 10 runs.</summary>
    private static readonly Version GlibcFloor = new(2, 27);

    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-native-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gcc -fsanitize=address,undefined -fno-sanitize-recover=all")]
    [InlineData("gcc -fsanitize=thread")]
    [InlineData("gcc", "valgrind -q --error-exitcode=9")]
    [InlineData("musl-gcc -static")]
    [InlineData("aarch64-linux-gnu-gcc", "qemu-aarch64 -L /usr/aarch64-linux-gnu")]
    public async Task Every_export_does_what_it_should_and_refuses_what_it_must(string compiler, string runner = "")
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Assert.SkipWhen(compiler.StartsWith("aarch64", StringComparison.Ordinal), "the cross-compiler is for x64 machines");
        var program = Path.Combine(_folder, "exports");
        var source = Path.Combine(Repository.Root, "tests", "native", "exports.c");
        await RunAsync($"{compiler} -g -O1 -std=gnu11 -Wall -Wextra -Werror -pthread -o {program} {source}");
        await RunAsync($"{runner} {program} {Path.Combine(_folder, "socket")}".TrimStart());
    }

    [Theory]
    [InlineData("linux-x64", "gcc")]
    [InlineData("linux-musl-x64", "musl-gcc")]
    [InlineData("linux-arm64", "aarch64-linux-gnu-gcc", "qemu-aarch64 -L /usr/aarch64-linux-gnu")]
    [InlineData("linux-musl-arm64", "aarch64-linux-gnu-gcc", "qemu-aarch64 -L /usr/aarch64-linux-gnu")]
    public async Task Each_library_is_loaded_with_all_that_it_needs(string target, string compiler, string runner = "")
    {
        Assert.SkipWhen(RuntimeInformation.ProcessArchitecture != Architecture.X64, "the cross-compilers are for x64 machines");
        var program = Path.Combine(_folder, "load");
        var source = Path.Combine(Repository.Root, "tests", "native", "load.c");
        await RunAsync($"{compiler} -std=gnu11 -Wall -Wextra -Werror -o {program} {source} -ldl");
        await RunAsync($"{runner} {program} {Path.Combine(Repository.Kit, "native", target, "libautoinstr.so")}".TrimStart());
    }

    [Fact]
    public async Task Each_librarys_needs_are_met_wherever_the_runtime_runs()
    {
        var libraries = Directory.GetFiles(Path.Combine(Repository.Kit, "native"), "libautoinstr.so", SearchOption.AllDirectories);
        Assert.Contains(libraries, library => library.Contains("-musl-", StringComparison.Ordinal));
        Assert.Contains(libraries, library => library.Contains("linux-arm64", StringComparison.Ordinal));
        foreach (var library in libraries)
        {
            var isMusl = library.Contains("-musl-", StringComparison.Ordinal);
            var needed = Needed().Matches(await RunAsync($"readelf -d {library}")).Select(match => match.Groups[1].Value);
            // Where there is no compiler for musl, whatever C library the process has will do.
            Assert.Equal(library.Contains("musl-arm64", StringComparison.Ordinal) ? [] : [isMusl ? "libc.so" : "libc.so.6"], needed);

            var symbols = await RunAsync($"objdump -T {library}");
            Assert.All(
                Glibc().Matches(symbols), match => Assert.InRange(new Version(match.Groups[1].Value), new Version(0, 0), GlibcFloor));
            Assert.Equal(!isMusl, Glibc().IsMatch(symbols));
            Assert.Equal(
                [
                    "DllCanUnloadNow", "DllGetClassObject", "autoinstr_attach", "autoinstr_body", "autoinstr_expect",
                    "autoinstr_is_attached", "autoinstr_metadata", "autoinstr_prepared", "autoinstr_rejit", "autoinstr_result",
                    "autoinstr_set_body",
                ],
                Exported().Matches(symbols).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        }
    }

    [GeneratedRegex(@"NEEDED.*\[(.*)\]")]
    private static partial Regex Needed();

    [GeneratedRegex(@"GLIBC_(\d+\.\d+)")]
    private static partial Regex Glibc();

    [GeneratedRegex(@" g .* \.text\s.*\s(\S+)$", RegexOptions.Multiline)]
    private static partial Regex Exported();

    private static async Task<string> RunAsync(string command)
    {
        var words = command.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {await errors}");
        return output;
    }
}
