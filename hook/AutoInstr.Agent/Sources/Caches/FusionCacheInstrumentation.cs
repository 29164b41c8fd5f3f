using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Caches;

/// <summary>FusionCache: its root source; the ones of each level of the cache say the same again for each step inside.</summary>
internal sealed class FusionCacheInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "FUSIONCACHE";

    /// <inheritdoc/>
    public override string Library => "ZiggyCreatures.FusionCache 1 - 2";

    /// <inheritdoc/>
    public override string Spans => "calls to the cache, runs of the factory";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["ZiggyCreatures.Caching.Fusion"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["ZiggyCreatures.FusionCache"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.EnsureErrorType();
        return true;
    }
}
