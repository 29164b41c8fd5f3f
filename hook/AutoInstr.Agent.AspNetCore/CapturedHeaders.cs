using System.Diagnostics;
using AutoInstr.Agent.Sources.Http;
using Microsoft.AspNetCore.Http;

namespace AutoInstr.Agent.AspNetCore;

/// <summary>The headers that the settings list, as span attributes.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/: an array of strings under the lower-case name.</remarks>
internal sealed class CapturedHeaders
{
    private readonly (string Name, string Attribute, bool IsSecret)[] _headers;

    /// <summary>Prepares the names.</summary>
    /// <param name="prefix">What the attribute's name begins with.</param>
    /// <param name="names">Lower-case names of headers.</param>
    /// <param name="secrets">Regular expressions of the names whose values are not to leave the process.</param>
    public CapturedHeaders(string prefix, IReadOnlyList<string> names, IReadOnlyList<string> secrets)
    {
        // No LINQ over tuples: the runtime would have to compile it while the application starts, even for an empty list.
        _headers = new (string, string, bool)[names.Count];
        for (var i = 0; i < names.Count; i++)
            _headers[i] = (names[i], prefix + names[i], SecretHeaders.Contain(names[i], secrets));
    }

    /// <summary>Whether there is anything to capture.</summary>
    public bool Any => _headers.Length > 0;

    /// <summary>Sets the attributes of the headers that are there.</summary>
    public void Capture(Activity activity, IHeaderDictionary headers)
    {
        foreach (var (name, attribute, isSecret) in _headers)
        {
            if (headers.TryGetValue(name, out var values))
                activity.SetTag(attribute, isSecret ? Enumerable.Repeat(SecretHeaders.Redacted, values.Count).ToArray() : values.ToArray());
        }
    }
}
