using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Patching.Generation;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Whatever a method's body is, woven it does the same: patches around every method of an assembly change nothing.</summary>
public sealed class WeaverTests : IDisposable
{
    /// <summary>Those that cannot be in a method that is run here: a breakpoint, variable arguments, which no Unix has, one
    /// that no runtime has, one that is tested by itself, and a fourth argument, which these methods lack.</summary>
    private static readonly string[] Excluded = ["break", "arglist", "no.", "jmp", "ldarg.3"];

    /// <summary>Entity Framework Core is the large one.</summary>
    private static readonly string[] WrappedLibraries =
    [
        "System.Linq", "System.Text.Json", "System.Net.Http", "Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore",
        "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Sqlite",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4, "DOTNET_TieredCompilation")]
    [InlineData(5, "DOTNET_TieredPGO")]
    public async Task Generated_bodies_do_the_same(int seed, string? off = null)
    {
        var assembly = Path.Combine(_folder, "Generated.dll");
        var used = GeneratedAssembly.Save(assembly, seed, count: 200);
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("GeneratedApp");

        var bare = await app.RunBareAsync([assembly], new Dictionary<string, string?> { [off ?? "UNUSED"] = "0" });
        var woven = await app.RunHookedAsync(receiver, [assembly], Environment((off ?? "UNUSED", "0")));

        Assert.Empty(AllOpCodes().Except(used).Select(code => code.Name).Except(Excluded));
        Assert.Equal((0, bare.Output, bare.Errors), (woven.ExitCode, woven.Output, woven.OwnErrors));
        Assert.Contains("autoinstr: Program.TestJump is not patched: it leaves with jmp", woven.Said);
        Assert.Contains("autoinstr: Generated: 217 of 218 methods patched", woven.Said);
        AssertCalls(atLeast: 216 * 21);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("DOTNET_TieredCompilation")]
    [InlineData("DOTNET_ReadyToRun")]
    public async Task Whole_libraries_do_the_same(string? off)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("WrappedApp");

        var bare = await app.RunBareAsync(env: new Dictionary<string, string?> { [off ?? "UNUSED"] = "0" });
        var woven = await app.RunHookedAsync(receiver, env: Environment((off ?? "UNUSED", "0")));

        Assert.Equal((0, bare.Output, bare.Errors), (woven.ExitCode, woven.Output, woven.OwnErrors));
        // All of them: what is left out is what has no body.
        foreach (var library in WrappedLibraries)
            Assert.Single(woven.Said, line => Regex.IsMatch(line, $@"{library}: (\d+) of \1 methods patched"));
        AssertCalls(atLeast: 100_000);
    }

    /// <summary>Each call that began has ended, but for what the agent's own exporter has under way when the process ends.</summary>
    private void AssertCalls(long atLeast)
    {
        var counts = File.ReadAllText(Path.Combine(_folder, "calls")).Split(' ').Select(long.Parse).ToArray();
        Assert.InRange(counts[0], atLeast, long.MaxValue);
        Assert.InRange(counts[1], counts[0] - 100, counts[0]);
    }

    private Dictionary<string, string?> Environment((string, string?) setting) => PatchedRun.Environment(
        setting,
        ("AUTOINSTR_PATCHES", new TestApp("WrapAllPatches").Dll),
        ("WRAPPED_CALLS", Path.Combine(_folder, "calls")),
        ("OTEL_LOG_LEVEL", "info"));

    private static IEnumerable<OpCode> AllOpCodes() =>
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
            .Where(code => code.OpCodeType != OpCodeType.Nternal);
}
