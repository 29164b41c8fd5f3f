namespace AutoInstr.Viewer.Transport;

/// <summary>What is remembered of a request besides its content.</summary>
/// <param name="Protocol">How it came.</param>
/// <param name="Headers">Its headers; names are compared without case, repeated ones are joined by a comma.</param>
/// <param name="ClientCertificateSubject">The subject of the client's certificate, if it showed one.</param>
internal sealed record RequestOrigin(OtlpProtocol Protocol, IReadOnlyDictionary<string, string> Headers, string? ClientCertificateSubject)
{
    /// <summary>Describes a request that is being served.</summary>
    public static RequestOrigin Of(HttpContext http, OtlpProtocol protocol)
    {
        var headers = new Dictionary<string, string>(http.Request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in http.Request.Headers)
            headers[name] = values.ToString();
        return new RequestOrigin(protocol, headers, http.Connection.ClientCertificate?.Subject);
    }
}
