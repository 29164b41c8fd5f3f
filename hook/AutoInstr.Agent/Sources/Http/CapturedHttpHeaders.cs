using System.Diagnostics;
using System.Net.Http.Headers;

namespace AutoInstr.Agent.Sources.Http;

/// <summary>The headers of a client's request or response that the settings list, as span attributes.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/: an array of strings under the lower-case name.</remarks>
internal sealed class CapturedHttpHeaders
{
    private static readonly string[] Redacted = [SecretHeaders.Redacted];
    private readonly (string Name, string Attribute, bool IsSecret)[] _headers;

    /// <summary>Prepares the names.</summary>
    /// <param name="prefix">What the attribute's name begins with.</param>
    /// <param name="names">Lower-case names of headers.</param>
    /// <param name="secrets">Regular expressions of the names whose values are not to leave the process.</param>
    public CapturedHttpHeaders(string prefix, IReadOnlyList<string> names, IReadOnlyList<string> secrets)
    {
        _headers = new (string, string, bool)[names.Count];
        for (var i = 0; i < names.Count; i++)
            _headers[i] = (names[i], prefix + names[i], SecretHeaders.Contain(names[i], secrets));
    }

    /// <summary>Whether there is anything to capture.</summary>
    public bool Any => _headers.Length > 0;

    /// <summary>Sets the attributes of the headers that are there.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="headers">The message's headers.</param>
    /// <param name="contentHeaders">Those that .NET keeps with the content, such as Content-Type.</param>
    public void Capture(Activity activity, HttpHeaders headers, HttpHeaders? contentHeaders)
    {
        foreach (var (name, attribute, isSecret) in _headers)
        {
            if (!headers.NonValidated.TryGetValues(name, out var values) &&
                contentHeaders?.NonValidated.TryGetValues(name, out values) != true)
                continue;
            activity.SetTag(attribute, isSecret ? Redacted : [.. values]);
        }
    }
}
