using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoInstr.Compare.Running;

/// <summary>What <c>--run</c> describes: an application in two editions, and what is asked of them. Paths are relative to
/// the file.</summary>
internal sealed record RunPlan
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The services, in the order in which they are started.</summary>
    public required IReadOnlyList<PlannedService> Services { get; init; }

    /// <summary>The <c>.http</c> file with the requests.</summary>
    public required string Traffic { get; init; }

    /// <summary>The folders of both editions' sources, if lines of code are to be counted.</summary>
    public PlannedSources? Sources { get; init; }

    /// <summary>Variables of all services.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further variables of the automatic edition, beyond those that every one has; they count as its cost.</summary>
    public IReadOnlyDictionary<string, string> AutomaticEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait between the last answer and the end, for work in the background.</summary>
    public double SettleSeconds { get; init; }

    /// <summary>The folder of the file.</summary>
    [JsonIgnore]
    public string Folder { get; private init; } = "";

    /// <summary>Reads a plan.</summary>
    /// <exception cref="ComparisonException">It cannot be read, or lacks something.</exception>
    public static RunPlan Read(string path)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<RunPlan>(File.ReadAllText(path), Json)
                ?? throw new ComparisonException($"--run {path} is empty; expected is a JSON object with services and traffic");
            plan = plan with { Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
            return plan.Services.Count > 0 && plan.SettleSeconds is >= 0 and <= 600
                ? plan
                : throw new ComparisonException($"--run {path}: at least one service is needed, and settleSeconds from 0 to 600");
        }
        catch (JsonException e)
        {
            throw new ComparisonException($"--run {path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"--run {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A path of the plan's, made absolute.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}

/// <summary>One service of a plan.</summary>
internal sealed record PlannedService
{
    /// <summary>Its name, which becomes <c>OTEL_SERVICE_NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How the edition instrumented by hand is started.</summary>
    public required PlannedCommand Manual { get; init; }

    /// <summary>How the other edition is started.</summary>
    public required PlannedCommand Automatic { get; init; }

    /// <summary>Its variables, in both editions.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The URL that answers with success once it is ready.</summary>
    public required string Health { get; init; }
}

/// <summary>A program that stays the process it is started as: no shell or <c>dotnet run</c>, whose child would be measured.</summary>
internal sealed record PlannedCommand
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where it is started; where the plan is, unless given.</summary>
    public string Folder { get; init; } = ".";
}

/// <summary>Where the sources of both editions are.</summary>
/// <param name="Manual">The folder of the edition instrumented by hand.</param>
/// <param name="Automatic">The folder of the other one.</param>
internal sealed record PlannedSources(string Manual, string Automatic);
