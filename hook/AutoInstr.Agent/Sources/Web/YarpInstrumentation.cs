namespace AutoInstr.Agent.Sources.Web;

/// <summary>YARP: the time in the proxy, between the server span and the HTTP client's.</summary>
internal sealed class YarpInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "YARP";

    /// <inheritdoc/>
    public override string Library => "YARP 2.3";

    /// <inheritdoc/>
    public override string Spans => "proxy spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Yarp.ReverseProxy"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Yarp.ReverseProxy"];
}
