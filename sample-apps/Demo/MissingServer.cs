namespace AutoInstr.Samples.Servers;

/// <content>Without a server, the demo ends.</content>
internal sealed partial class ServerProcess
{
    private static partial Exception Missing(string package) =>
        new FileNotFoundException($"--servers needs {package}, which is not installed; ./kit demo --servers installs it on Debian.");
}
