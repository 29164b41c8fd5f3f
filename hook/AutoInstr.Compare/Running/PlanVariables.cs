using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        if (_ports.TryGetValue(name, out var known))
            return known;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return _ports[name] = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]*)\}")]
    private static partial Regex Variable();
}
