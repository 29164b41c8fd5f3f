using AutoInstr.Agent.Lifecycle;
using Xunit;

namespace AutoInstr.UnitTests.Lifecycle;

public sealed class AssemblyPagesTests
{
    private const string Agent = "/agent/net10.0/AutoInstr.Agent.dll";

    [Fact]
    public void Only_pages_that_are_what_is_in_the_file_are_given_back()
    {
        const string mappings = """
            7f0000001000-7f0000005000 r--s 00000000 fe:01 1    /a b/kit/agent/net10.0/AutoInstr.Agent.dll
            Size:                 16 kB
            Anonymous:             0 kB
            7f0000010000-7f0000011000 r-xp 00000000 fe:01 1    /a b/kit/agent/net10.0/AutoInstr.Agent.dll
            Anonymous:             0 kB
            7f0000020000-7f0000021000 r-xp 00001000 fe:01 1    /a b/kit/agent/net10.0/AutoInstr.Agent.dll
            Anonymous:             4 kB
            7f0000030000-7f0000031000 rw-p 00002000 fe:01 1    /a b/kit/agent/net10.0/AutoInstr.Agent.dll
            Anonymous:             0 kB
            7f0000040000-7f0000041000 r-xp 00000000 fe:01 2    /a b/kit/patches/net10.0/AutoInstr.Patches.dll
            Anonymous:             0 kB
            7f0000050000-7f0000051000 r-xp 00000000 fe:01 3    /a b/application/Application.dll
            Anonymous:             0 kB
            7f0000060000-7f0000061000 r-xp 00000000 fe:01 4    /a b/kit/native/linux-x64/libautoinstr.so
            Anonymous:             0 kB
            7f0000070000-7f0000071000 rw-p 00000000 00:00 0
            Anonymous:             0 kB
            7f0000080000-7f0000081000 r--p 00000000 fe:01 5    [heap]
            """;
        Assert.Equal(
            ["7f0000001000 4000", "7f0000010000 1000", "7f0000040000 1000"],
            AssemblyPages.Unneeded(mappings.Split('\n'), Agent).Select(static pages => $"{pages.Address:x} {pages.Length:x}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7f0000001000-7f0000005000 r--s 00000000 fe:01 1 /elsewhere/Other.dll\nAnonymous: 0 kB")]
    [InlineData("-7f0000005000 r--s 00000000 fe:01 1 /kit/agent/net10.0/AutoInstr.Agent.dll\nAnonymous: 0 kB")]
    [InlineData("x-y r--s 00000000 fe:01 1 /kit/agent/net10.0/AutoInstr.Agent.dll\nAnonymous: 0 kB")]
    [InlineData("7f0000001000-7f0000005000/kit/agent/net10.0/AutoInstr.Agent.dll\nAnonymous: 0 kB")]
    [InlineData("7f0000001000-7f0000005000 r--s 00000000 fe:01 1 /kit/agent/net10.0/AutoInstr.Agent.dll\nAnonymous: many")]
    public void Nothing_else_is(string mappings) => Assert.Empty(AssemblyPages.Unneeded(mappings.Split('\n'), Agent));
}
