namespace AutoInstr.Agent.Sources.Http;

/// <summary>The methods that <c>http.request.method</c> may hold.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/http/http-spans/</remarks>
internal static class HttpMethodName
{
    /// <summary>Stands for every method that is not known.</summary>
    public const string Other = "_OTHER";

    /// <summary>The attribute's value for a method.</summary>
    public static string Of(string method) => method.ToUpperInvariant() switch
    {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "PATCH" => "PATCH",
        "OPTIONS" => "OPTIONS",
        "TRACE" => "TRACE",
        "CONNECT" => "CONNECT",
        _ => Other,
    };
}
