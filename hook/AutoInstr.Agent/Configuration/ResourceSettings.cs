namespace AutoInstr.Agent.Configuration;

/// <summary>OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and which detectors run.</summary>
internal sealed record ResourceSettings
{
    /// <summary>OTEL_SERVICE_NAME, or <see langword="null"/> when it is not set.</summary>
    public string? ServiceName { get; init; }

    /// <summary>OTEL_RESOURCE_ATTRIBUTES, percent-decoded, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Attributes of a configuration file, of any type that an attribute can have; they win over
    /// <see cref="Attributes"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> TypedAttributes { get; init; } = [];

    /// <summary>Schema of the attributes, or <see langword="null"/> for the one that the detectors follow.</summary>
    public string? SchemaUrl { get; init; }

    /// <summary>Which of the detectors' attributes are kept; <see langword="null"/> for all.</summary>
    public IncludeExclude? Detected { get; init; }

    /// <summary>Whether a detector is on, by its upper-case id (OTEL_DOTNET_AUTO_[{ID}_]RESOURCE_DETECTOR_ENABLED).</summary>
    public Func<string, bool> IsDetectorEnabled { get; init; } = static _ => true;

    /// <summary>Reads these settings.</summary>
    /// <param name="reader">The environment.</param>
    public static ResourceSettings Read(SettingReader reader)
    {
        var enabled = reader.Boolean("OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED", true);
        return new ResourceSettings
        {
            ServiceName = reader.Text("OTEL_SERVICE_NAME"),
            Attributes = ReadAttributes(reader, "OTEL_RESOURCE_ATTRIBUTES"),
            IsDetectorEnabled = id => reader.Boolean($"OTEL_DOTNET_AUTO_{id}_RESOURCE_DETECTOR_ENABLED", enabled),
        };
    }

    /// <summary>Any error makes the whole value void: https://opentelemetry.io/docs/specs/otel/resource/sdk/.</summary>
    /// <param name="reader">Gives the text.</param>
    /// <param name="name">The variable, or what it is called in messages.</param>
    public static List<KeyValuePair<string, string>> ReadAttributes(SettingReader reader, string name)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        foreach (var entry in reader.List(name))
        {
            var problem = KeyValueEntry.Parse(entry, out var attribute);
            if (problem == EntryProblem.None)
            {
                attributes.Add(attribute);
                continue;
            }
            reader.Replaced(
                name, entry, problem == EntryProblem.Form ? "is not of the form key=value" : "is not percent-encoded", "none of the list");
            return [];
        }
        return attributes;
    }
}
