extern alias cli;

using System.Text;
using cli::AutoInstr.Cli.Commands;
using cli::AutoInstr.Cli.Execution;
using cli::AutoInstr.Cli.Flags;
using Xunit;

namespace AutoInstr.UnitTests.Cli;

/// <summary>What becomes of arguments, and where <c>dotnet</c> is looked for.</summary>
public class ExecutionTests
{
    [Fact]
    public void The_last_arguments_are_taken_byte_for_byte()
    {
        var line = CommandLine.TakeLast([.. "autoinstr\0run\0--\0sh\0\0"u8, 0xff, 0xfe, 0], 3)!;
        Assert.Equal([[.. "sh"u8], [], [0xff, 0xfe]], line.Arguments);
        Assert.Empty(CommandLine.TakeLast("a\0"u8, 0)!.Arguments);
    }

    [Fact]
    public void A_block_that_has_too_few_or_is_cut_off_is_not_taken()
    {
        Assert.Null(CommandLine.TakeLast("a\0b\0"u8, 3));
        Assert.Null(CommandLine.TakeLast("a\0b"u8, 1));
        Assert.Null(CommandLine.TakeLast([], 1));
    }

    [Fact]
    public void This_process_knows_its_own_arguments()
    {
        var arguments = File.ReadAllText("/proc/self/cmdline").Split('\0')[1..^1];
        Assert.Equal(arguments, CommandLine.OfLastArguments(arguments).Arguments.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void Dotnet_is_the_one_that_is_named_else_the_one_that_runs_us()
    {
        var own = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../dotnet"));
        Assert.Equal(own, Muxer.Find(_ => null));
        Assert.Equal(own, Muxer.Find(name => name == "DOTNET_HOST_PATH" ? "/nowhere/dotnet" : null));
        Assert.Equal("/bin/sh", Muxer.Find(name => name == "DOTNET_HOST_PATH" ? "/bin/sh" : null));
    }

    [Fact]
    public void Help_names_every_flag()
    {
        Assert.All(FlagTable.Sections.SelectMany(section => section.Flags),
            flag => Assert.Contains($"  --{flag.Name}\n", Help.Run, StringComparison.Ordinal));
        Assert.All(["run", "env", "doctor", "collect", "compare"], command => Assert.Contains($"autoinstr {command} ", Help.Overview, StringComparison.Ordinal));
    }
}
