namespace AutoInstr.Plugins;

/// <summary>Adds to what the agent records and exports. Every public class that derives from this, has a public constructor without
/// parameters and stands in an assembly that OTEL_DOTNET_AUTO_PLUGINS names is made once in a process.</summary>
/// <remarks>
/// Plug-ins are in the agent's load context, apart from the application: <c>OpenTelemetry*</c> is the agent's own, other assemblies are the
/// application's where it has them, or else those beside the plug-in. What a plug-in throws is caught; from then on it is out of use as a
/// whole, and a line of the agent's log says so.
/// </remarks>
public abstract class Plugin
{
    /// <summary>Says what is added. Is called on a thread of the agent's, while the application starts.</summary>
    /// <param name="telemetry">Takes it. Nothing of it is used if this throws.</param>
    public abstract void Configure(ITelemetryBuilder telemetry);
}
