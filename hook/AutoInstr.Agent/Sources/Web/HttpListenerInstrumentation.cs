using System.Diagnostics;
using AutoInstr.Agent.Sources.Http;

namespace AutoInstr.Agent.Sources.Web;

/// <summary>System.Net.HttpListener: its patch makes the spans.</summary>
internal sealed class HttpListenerInstrumentation : Instrumentation
{
    private ExcludedUrls? _excluded;

    /// <inheritdoc/>
    public override string Id => "HTTPLISTENER";

    /// <inheritdoc/>
    public override string Library => "System.Net.HttpListener";

    /// <inheritdoc/>
    public override string Spans => "server span per request";

    /// <inheritdoc/>
    public override bool IsPatched => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.HttpListener"];

    /// <inheritdoc/>
    public override string Assembly => "System.Net.HttpListener";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context)
    {
        _excluded = ExcludedUrls.Of(context.Settings.Http.ExcludedUrls);
        return null;
    }

    /// <inheritdoc/>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options)
    {
        if (_excluded == null)
            return true;
        object? scheme = null, host = null, port = null, path = null, query = null;
        foreach (var (key, value) in options.Tags ?? [])
        {
            switch (key)
            {
                case "url.scheme": scheme = value; break;
                case "server.address": host = value; break;
                case "server.port": port = value; break;
                case "url.path": path = value; break;
                case "url.query": query = value; break;
            }
        }
        return !_excluded.Contain($"{scheme}://{host}:{port}{path}{(query == null ? "" : "?")}{query}");
    }
}
