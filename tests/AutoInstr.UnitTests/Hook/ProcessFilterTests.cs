using Xunit;

namespace AutoInstr.UnitTests.Hook;

/// <summary>Which entry assemblies the hook leaves alone by itself.</summary>
public sealed class ProcessFilterTests
{
    [Theory]
    [InlineData("dotnet", true)]
    [InlineData("MSBuild", true)]
    [InlineData("msbuild", true)]
    [InlineData("VBCSCompiler", true)]
    [InlineData("testhost", true)]
    [InlineData("dotnet-counters", true)]
    [InlineData("AutoInstr.Viewer", true)]
    [InlineData("App", false)]
    [InlineData("dotnetnuke", false)]
    [InlineData("", false)]
    public void Tools_are_known_by_name(string entry, bool isTool) => Assert.Equal(isTool, ProcessFilter.IsTool(entry));
}
