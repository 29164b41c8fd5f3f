using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using YamlDotNet.Serialization;

namespace AutoInstr.ContainerTests.Compose;

/// <summary>What the compose files say together, each reference resolved.</summary>
/// <param name="Services">The services, by name.</param>
internal sealed record Composition(IReadOnlyDictionary<string, Dictionary<object, object>> Services)
{
    /// <summary>Why compositions cannot be tried, or <see langword="null"/>.</summary>
    public static string? Obstacle =>
        Podman.Obstacle ?? (File.Exists("/usr/bin/docker-compose") ? null : "docker-compose is not installed");

    /// <summary>The folder of the files.</summary>
    public static string Folder => Path.Combine(Repository.Root, "containers");

    /// <summary>Reads files, of which the later ones change the first.</summary>
    public static async Task<Composition> ReadAsync(params string[] files)
    {
        var copies = new List<string>();
        foreach (var file in files)
        {
            // docker-compose 1 takes the project's name on its command line alone.
            var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, file));
            copies.Add(Path.GetTempFileName());
            await File.WriteAllLinesAsync(copies[^1], lines.Where(static line => !line.StartsWith("name:", StringComparison.Ordinal)));
        }
        string[] arguments = ["--project-directory", Folder, .. copies.SelectMany(static copy => new[] { "-f", copy }), "config"];
        var yaml = Command.Succeeded(await Command.TryAsync("docker-compose", arguments), "docker-compose", arguments);
        copies.ForEach(File.Delete);
        var resolved = new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, Dictionary<object, object>>>>(
            string.Join('\n', yaml.Split('\n').Where(static line => !line.StartsWith("version:", StringComparison.Ordinal))));
        return new Composition(resolved["services"]);
    }

    /// <summary>What a service waits for, and how.</summary>
    public IReadOnlyDictionary<string, string> Needs(string service) =>
        Services[service].TryGetValue("depends_on", out var needs)
            ? ((Dictionary<object, object>)needs).ToDictionary(
                static need => (string)need.Key, static need => (string)((Dictionary<object, object>)need.Value)["condition"])
            : new Dictionary<string, string>();

    /// <summary>The image of a service.</summary>
    public string Image(string service) => (string)Services[service]["image"];

    /// <summary>A list of a service, such as its ports.</summary>
    public IReadOnlyList<string> List(string service, string name) =>
        Services[service].TryGetValue(name, out var list) ? [.. ((List<object>)list).Cast<string>()] : [];

    /// <summary>The variables of a service.</summary>
    public Dictionary<object, object> Environment(string service)
    {
        if (!Services[service].ContainsKey("environment"))
            Services[service]["environment"] = new Dictionary<object, object>();
        return (Dictionary<object, object>)Services[service]["environment"];
    }

    /// <summary>The same without some services, which nobody waits for then.</summary>
    public Composition Without(IReadOnlyCollection<string> services)
    {
        var rest = Services.Where(item => !services.Contains(item.Key)).ToDictionary();
        foreach (var service in rest.Values)
        {
            if (service.TryGetValue("depends_on", out var needs))
                services.ToList().ForEach(name => ((Dictionary<object, object>)needs).Remove(name));
        }
        return new Composition(rest);
    }

    /// <summary>As a file.</summary>
    public string ToYaml() => new SerializerBuilder().Build().Serialize(new Dictionary<string, object>
    {
        ["services"] = Services,
        ["volumes"] = new Dictionary<string, object> { ["kit"] = new Dictionary<string, object>() },
    });
}
