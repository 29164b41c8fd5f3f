namespace AutoInstr.Agent.Configuration.File;

/// <summary>What describes this process.</summary>
internal static class ResourceReader
{
    /// <summary>The detectors by their names in the file; <c>host</c> stands for the operating system too, as the schema has it.</summary>
    private static readonly Dictionary<string, string[]> Detectors = new(StringComparer.Ordinal)
    {
        ["container"] = ["CONTAINER"],
        ["host"] = ["HOST", "OPERATINGSYSTEM"],
        ["process"] = ["PROCESS", "PROCESSRUNTIME"],
        ["service"] = ["SERVICE"],
        ["kubernetes"] = ["KUBERNETES"],
        ["operatingsystem"] = ["OPERATINGSYSTEM"],
        ["processruntime"] = ["PROCESSRUNTIME"],
    };

    /// <summary>The names by which a file asks for detectors. One that stands for two is among them when its first is asked for.</summary>
    /// <param name="ids">The detectors' ids.</param>
    public static IEnumerable<string> NamesOf(IReadOnlyCollection<string> ids)
    {
        var left = ids.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, covered) in Detectors)
        {
            if (!left.Contains(covered[0]))
                continue;
            left.ExceptWith(covered);
            yield return name;
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="file">The root.</param>
    public static ResourceSettings Read(FileSection file) =>
        file.Child("resource", "Resource", new ResourceSettings { IsDetectorEnabled = static _ => false }, section =>
        {
            var detection = section.Child<(IncludeExclude? Attributes, HashSet<string> Ids)>(
                "detection/development", "ExperimentalResourceDetection", (null, []), ReadDetection);
            return new ResourceSettings
            {
                TypedAttributes = section.Children("attributes", "AttributeNameValue", FileAttribute.Read)
                    .ConvertAll(static attribute => new KeyValuePair<string, object>(attribute.Name, attribute.Value)),
                Attributes = section.Has("attributes_list")
                    ? ResourceSettings.ReadAttributes(section.AsVariable("attributes_list"), section.Join("attributes_list")) : [],
                SchemaUrl = section.Text("schema_url"),
                Detected = detection.Attributes,
                IsDetectorEnabled = detection.Ids.Contains,
            };
        });

    private static (IncludeExclude?, HashSet<string>) ReadDetection(FileSection section)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in section.Children("detectors", "ExperimentalResourceDetector", ReadDetector))
            ids.UnionWith(found);
        return (IncludeExcludeReader.Read(section, "attributes"), ids);
    }

    private static string[]? ReadDetector(FileSection section) => section.One(
        "a detector", "it is left out",
        [.. Detectors.Select(static detector => (
            detector.Key, $"Experimental{char.ToUpperInvariant(detector.Key[0])}{detector.Key[1..]}ResourceDetector",
            (Func<FileSection, string[]?>)(_ => detector.Value)))]);
}
