using Xunit.Sdk;

namespace AutoInstr.Samples.Servers;

/// <content>Without a server, a test is skipped.</content>
internal sealed partial class ServerProcess
{
    private static partial Exception Missing(string package) => SkipException.ForSkip($"not installed: {package}");
}
