using System.Diagnostics;

namespace AutoInstr.Agent.Sources;

/// <summary>One row of the catalogue: how the spans of one library reach the agent.</summary>
/// <remarks>
/// A library with an ActivitySource is subscribed to by name (<see cref="Sources"/>); one that speaks through a DiagnosticListener or a
/// static hook has an adapter (<see cref="Attach"/>), which runs when the library is loaded and not before. Where the data does not
/// follow the current semantic conventions, <see cref="OnStop"/> puts it right.
/// </remarks>
internal abstract class Instrumentation
{
    /// <summary>Part of the switch OTEL_DOTNET_AUTO_TRACES_{Id}_INSTRUMENTATION_ENABLED; upper case.</summary>
    public abstract string Id { get; }

    /// <summary>The library and the versions covered, as the README's table shows them.</summary>
    public abstract string Library { get; }

    /// <summary>What the spans are, in a few words, for the README's table.</summary>
    public abstract string Spans { get; }

    /// <summary>Whether the spans come from patches of the library (AutoInstr.Patches, under the same id).</summary>
    public virtual bool IsPatched =>
        Assembly is null && Sources is [var source, ..] && source.StartsWith("AutoInstr.", StringComparison.Ordinal);

    /// <summary>By which way the spans come, in the words of the README's table.</summary>
    public string How => this switch
    {
        { IsPatched: true } => "patch",
        { Assembly: null } => "source",
        { Sources.Count: 0 } => "adapter",
        _ => "source and adapter",
    };

    /// <summary>Names of the ActivitySources to subscribe to, compared without case; a trailing <c>*</c> stands for any ending.</summary>
    public virtual IReadOnlyList<string> Sources => [];

    /// <summary>Simple name of the assembly whose loading calls <see cref="Attach"/>.</summary>
    public virtual string? Assembly => null;

    /// <summary>Simple names of the assemblies by which an application is seen to have the library. That of a row
    /// for a patch is the patch's matter.</summary>
    public virtual IReadOnlyList<string> Assemblies => Assembly is null ? [] : [Assembly];

    /// <summary>For which copies of that assembly, where there are several.</summary>
    public virtual LibraryCopies Copies => LibraryCopies.First;

    /// <summary>Whether <see cref="IsWanted"/>, <see cref="OnStart"/> and <see cref="OnStop"/> are to be called
    /// for spans of <see cref="Sources"/>.</summary>
    public virtual bool Normalises => false;

    /// <summary>Why no test runs the real library, or <see langword="null"/> when one does.</summary>
    public virtual string? Unverified => null;

    /// <summary>Puts the adapter in place. Runs when <see cref="Assembly"/> is loaded; what it throws
    /// is reported and switches the row off.</summary>
    /// <param name="context">The settings and what an adapter needs of the agent.</param>
    /// <returns>What is disposed when the agent shuts down.</returns>
    public virtual IDisposable? Attach(AttachContext context) => null;

    /// <summary>Decides before a span of <see cref="Sources"/> begins, while what it would be part of is
    /// current, whether there is to be one.</summary>
    /// <remarks>Where it is not wanted, what happens inside becomes part of what surrounds it; after
    /// <see cref="OnStop"/> that is too late.</remarks>
    public virtual bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options) => true;

    /// <summary>Hears, before a span of <see cref="Sources"/> begins, that it is left to the application's own SDK.</summary>
    public virtual void OnDeferred()
    {
    }

    /// <summary>Sees a recorded span of <see cref="Sources"/> right after it began.</summary>
    public virtual void OnStart(Activity activity)
    {
    }

    /// <summary>Sees a recorded span of <see cref="Sources"/> after it ended and before it is exported.</summary>
    /// <returns>Whether the span is kept.</returns>
    public virtual bool OnStop(Activity activity) => true;
}
