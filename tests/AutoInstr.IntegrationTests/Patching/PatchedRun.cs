using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>The application whose library the sample patches are for.</summary>
internal static class PatchedRun
{
    /// <summary>The application on a runtime.</summary>
    public static TestApp App(string runtime = "10.0") => new("PatchedApp", runtime);

    /// <summary>The assembly of patches that a user would bring along.</summary>
    public static string SamplePatches { get; } = new TestApp("SamplePatches").Dll;

    /// <summary>What applies the sample patches and lets their spans through, plus what is given.</summary>
    public static Dictionary<string, string?> Environment(params (string Name, string? Value)[] more)
    {
        var env = new Dictionary<string, string?>
        {
            ["AUTOINSTR_PATCHES"] = SamplePatches,
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "AutoInstr.Sample,PatchedLibrary",
        };
        foreach (var (name, value) in more)
            env[name] = value;
        return env;
    }

    /// <summary>Each span as <c>name key=value ...</c>, in order of their start; of the sample patches only.</summary>
    public static IReadOnlyList<string> Seen(this OtlpReceiver receiver) =>
    [
        .. receiver.Store.Spans
            .Where(span => span.ScopeName == "AutoInstr.Sample")
            .OrderBy(span => span.StartTimeUnixNano)
            .Select(span => string.Join(' ', [span.Name, .. span.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value}")])),
    ];
}
