using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Application;

/// <summary>Whether the kit supports the runtime that the application runs on.</summary>
/// <param name="application">The application.</param>
/// <param name="version">The version of the runtime that it runs on; <see langword="null"/> when none
/// that will do is installed here.</param>
internal sealed class RuntimeCheck(DotnetApplication application, Version? version)
{
    /// <summary>The newest runtime that the kit is tested on.</summary>
    private const int NewestTested = 10;

    private const string DiagnosticSource = "System.Diagnostics.DiagnosticSource";

    /// <summary>The version that the application runs on.</summary>
    public Version Used => version ?? application.Config.RuntimeVersion;

    /// <summary>Whether this runtime's own DiagnosticSource is too old, so that the application must be given another.</summary>
    public bool NeedsStore => Used.Major < Bootstrap.DiagnosticSourceNeeded && !BringsDiagnosticSource;

    private bool BringsDiagnosticSource => application.Libraries.Any(
        library => library.Assembly.Equals(DiagnosticSource, StringComparison.OrdinalIgnoreCase) &&
            library.AssemblyVersion?.Major >= Bootstrap.DiagnosticSourceNeeded);

    /// <summary>Looks.</summary>
    public Section Run()
    {
        var section = new Section("application", "Application");
        var form = (application.Config.IsSelfContained, application.IsSingleFile) switch
        {
            (false, false) => "framework-dependent",
            (false, true) => "single file, framework-dependent",
            (true, false) => "self-contained",
            (true, true) => "single file, self-contained",
        };
        var runtime = $"{application.Name}: .NET {Used}, {form}";
        if (Used.Major < Bootstrap.OldestRuntime)
            section.Problem("runtime", $"{runtime}; .NET {Bootstrap.OldestRuntime} is the oldest that is supported",
                "Update the application; until then it runs without telemetry.");
        else if (NeedsStore && application.Config.IsSelfContained)
            section.Problem("runtime", $"{runtime}, which cannot be given the {DiagnosticSource} that is needed",
                $"Reference {DiagnosticSource} {Bootstrap.DiagnosticSourceNeeded} in the application, or publish it framework-dependent.");
        else if (Used.Major > NewestTested)
            section.Note("runtime", $"{runtime}; the newest that is tested is .NET {NewestTested}");
        else
            section.Ok("runtime", runtime);

        if (version is null && !application.Config.IsSelfContained)
            section.Note(
                "installed",
                $"no .NET {application.Config.RuntimeVersion} or what stands in for it is installed here",
                "Run this where the application runs.");
        if (!application.Config.HasStartupHooks)
            section.Problem("startup-hooks",
                "it was published so that the runtime runs no startup hook (System.StartupHookProvider.IsSupported is false)",
                "Set the property StartupHookSupport to true in its project; trimming sets it to false.");
        if (application.Libraries.FirstOrDefault(library => library.Assembly == "OpenTelemetry") is { } sdk)
            section.Note(
                "sdk",
                $"it brings OpenTelemetry {sdk.Version.ToString(3)} of its own: what that exports is left to it (AUTOINSTR_EXISTING_SDK)");
        return section;
    }
}
