using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using AutoInstr;

/// <summary>The startup hook under the name and in the folder (<c>net/</c>) that the OpenTelemetry Operator expects in an image: it hands
/// over to the kit's own in the folder above.</summary>
/// <remarks>An assembly of its own, for the runtime ends an application that names two of one name and of different versions.</remarks>
internal static class StartupHook
{
    private const string Hook = "AutoInstr.StartupHook.dll";

    /// <summary>Runs the kit's hook, or says in one line why it cannot.</summary>
    public static void Initialize()
    {
        try
        {
            var kit = Path.GetDirectoryName(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location))!;
            var hook = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(kit, Hook))
                .GetType(nameof(StartupHook), throwOnError: true)!
                .GetMethod(nameof(Initialize), BindingFlags.Public | BindingFlags.Static)!;
            ((Action)Delegate.CreateDelegate(typeof(Action), hook))();
        }
        catch (Exception exception)
        {
            StandDown.Report(Hook + " cannot be loaded (" + exception.GetType().Name + ": " + exception.Message +
                "); use one whole kit in a process");
        }
    }
}
