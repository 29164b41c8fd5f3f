using System.Text;

namespace AutoInstr.Demo;

/// <summary>A request of the demo, the answer it must get and the trace that must come of it.</summary>
/// <param name="About">What it shows.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Json">The body, if there is one.</param>
/// <param name="Root">The root span of its trace; its status code is the one that the answer must have.</param>
sealed record Exchange(string About, HttpMethod Method, string Path, string? Json, ExpectedSpan Root)
{
    /// <summary>Sends the request.</summary>
    /// <returns>What is wrong with the answer, or <see langword="null"/>.</returns>
    public async Task<string?> SendAsync(HttpClient http, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(Method, Path);
        if (Json is not null)
            request.Content = new StringContent(Json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellation);
        return (int)response.StatusCode == Root.StatusCode
            ? null
            : $"{Method} {Path} was answered with {(int)response.StatusCode} instead of {Root.StatusCode}";
    }

    /// <summary>Whether a span is the root of this request's trace.</summary>
    public bool IsRoot(Viewer.Model.Span span) =>
        span.ParentSpanId.Length == 0 && Root.Matches(span) && span.Attributes["url.path"] as string == Path;
}
