using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoInstr.Compare.Running;

/// <summary>What stands for <c>${...}</c> in a plan and its traffic: <c>${port:NAME}</c> for a free port, the same one wherever the name is
/// and in every run; <c>${data}</c> for a folder that is empty before every run.</summary>
internal sealed partial class PlanVariables
{
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);

    /// <summary>The folder of the present run.</summary>
    public string Data { get; set; } = "";

    /// <summary>Replaces the variables of a text.</summary>
    /// <exception cref="ComparisonException">There is no such variable.</exception>
    public string Expand(string text) => Variable().Replace(text, match => match.Groups["name"].Value switch
    {
        "data" => Data,
        ['p', 'o', 'r', 't', ':', _, ..] name => PortOf(name).ToString(CultureInfo.InvariantCulture),
        _ => throw new ComparisonException($"{match.Value} is not known; there are ${{port:NAME}} and ${{data}}"),
    });

    private int PortOf(string name)
    {
        if (!_ports.TryGetValue(name, out var port))
            _ports.Add(name, port = FreePort.Find());
        return port;
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]*)\}")]
    private static partial Regex Variable();
}
