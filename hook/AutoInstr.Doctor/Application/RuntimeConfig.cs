using System.Text.Json;

namespace AutoInstr.Doctor.Application;

/// <summary>What an App.runtimeconfig.json says:
/// https://learn.microsoft.com/dotnet/core/runtime-config/.</summary>
/// <param name="Frameworks">The frameworks that it needs, or was published with.</param>
/// <param name="IsSelfContained">Whether it brings them along.</param>
/// <param name="RollForward">What happens when a version is not there.</param>
/// <param name="HasStartupHooks">Whether the runtime runs startup hooks for it: trimming, for one, takes that away.</param>
internal sealed record RuntimeConfig(IReadOnlyList<Framework> Frameworks, bool IsSelfContained, string RollForward, bool HasStartupHooks)
{
    private const string StartupHookSwitch = "System.StartupHookProvider.IsSupported";

    /// <summary>The version of the runtime; that of another framework is the same.</summary>
    public Version RuntimeVersion => Frameworks.FirstOrDefault(framework => framework.Name == Framework.Base)?.Version
        ?? (Frameworks.Count > 0 ? Frameworks[0].Version : new Version(0, 0));

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static RuntimeConfig Parse(ReadOnlyMemory<byte> json)
    {
        var syntax = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        using var document = JsonDocument.Parse(json, syntax);
        var options = Property(document.RootElement, "runtimeOptions");
        var included = Read(Property(options, "includedFrameworks"));
        var shared = Property(options, "framework") is { } framework ? Read(framework) : Read(Property(options, "frameworks"));
        var support = Property(Property(options, "configProperties"), StartupHookSwitch);
        return new RuntimeConfig(
            included.Count > 0 ? included : shared,
            included.Count > 0 || shared.Count == 0,
            Property(options, "rollForward")?.ToString() ?? "Minor",
            !"false".Equals(support?.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static List<Framework> Read(JsonElement? element)
    {
        var frameworks = new List<Framework>();
        IEnumerable<JsonElement> elements = element switch
        {
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
            { ValueKind: JsonValueKind.Object } single => [single],
            _ => [],
        };
        foreach (var entry in elements)
        {
            if (Property(entry, "name")?.ToString() is { } name &&
                Framework.ParseVersion(Property(entry, "version")?.ToString()) is { } version)
                frameworks.Add(new Framework(name, version));
        }
        return frameworks;
    }

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
}
