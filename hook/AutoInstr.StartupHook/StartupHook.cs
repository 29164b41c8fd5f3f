using System;
using AutoInstr;

/// <summary>What the runtime calls before <c>Main</c>, for every assembly in DOTNET_STARTUP_HOOKS. The
/// name and the signature are its rule.</summary>
/// <remarks>An exception that leaves <see cref="Initialize"/> ends the application, so none does.</remarks>
internal static class StartupHook
{
    /// <summary>Starts the agent in this process, or stands down and says why.</summary>
    public static void Initialize()
    {
        try
        {
            Bootstrap.Run();
        }
        catch (Exception exception)
        {
            StandDown.Report("the hook failed: " + exception.GetType().Name + ": " + exception.Message + "; please report this");
        }
    }
}
