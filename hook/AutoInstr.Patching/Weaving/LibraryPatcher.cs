using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using AutoInstr.Patching.Discovery;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Native;
using AutoInstr.Patching.Runtime;
using AutoInstr.Patching.TracedMethods;

namespace AutoInstr.Patching.Weaving;

/// <summary>Puts all patches of one library in place: finds what fits, weaves, and has the runtime compile the methods anew.</summary>
/// <param name="attachment">The way to the runtime.</param>
/// <param name="isEnabled">Whether an instrumentation is on, by its id.</param>
/// <param name="derived">Takes the patches for derived classes, once their base class is there.</param>
/// <param name="traced">The application's own methods that are traced, if any.</param>
internal sealed class LibraryPatcher(
    Attachment attachment, Func<string, bool> isEnabled, DerivedPatches derived, TracedMethodSet? traced)
{
    private readonly RequestedMethods _requested = new(ProfilerLibrary.Result);
    private int _isObstacleSaid;

    /// <summary>Prepares for libraries that may be loaded later.</summary>
    /// <param name="names">Their simple names.</param>
    public void Expect(IEnumerable<string> names)
    {
        // What is in the way is said when there is something to patch.
        if (attachment.Establish() is null)
            ProfilerLibrary.Expect(names);
    }

    /// <summary>Patches a library that was just loaded.</summary>
    /// <param name="library">The library.</param>
    /// <param name="name">Its simple name.</param>
    /// <param name="context">Its load context.</param>
    /// <param name="sources">The patches.</param>
    /// <param name="matches">Those for its classes that derive from known ones.</param>
    public void Patch(
        Assembly library, string name, AssemblyLoadContext context, IReadOnlyList<PatchAssembly> sources,
        IReadOnlyList<DerivedMatch> matches)
    {
        var started = Stopwatch.GetTimestamp();
        var targets = FindTargets(library, name, context, sources, matches);
        if (targets.Count == 0)
            return;
        if (library.IsCollectible)
        {
            EngineLog.Warn($"{name} is not patched in load context '{context.Name}': this context can be unloaded");
            return;
        }
        if (attachment.Establish() is { } obstacle)
        {
            if (Interlocked.Exchange(ref _isObstacleSaid, 1) == 0)
                EngineLog.Warn($"{name} and other libraries are not patched: {obstacle}");
            return;
        }
        Weave(library, name, targets, started);
    }

    private List<PatchTarget> FindTargets(
        Assembly library, string name, AssemblyLoadContext context, IReadOnlyList<PatchAssembly> sources,
        IReadOnlyList<DerivedMatch> matches)
    {
        var targets = new TargetList(library);
        foreach (var source in sources)
        {
            if (source.Classes(name) is not { Count: > 0 } classes)
                continue;
            try
            {
                var assembly = source.In(context);
                foreach (var className in classes)
                    Add(targets, source, assembly, className, name);
            }
            catch (Exception exception)
            {
                EngineLog.Warn($"{name}: the patches could not be loaded ({exception.GetType().Name}: {exception.Message})");
            }
        }
        foreach (var match in matches)
            Add(targets, match, context, name);
        if (traced != null)
            targets.Add(traced);
        return targets.Found;
    }

    private static void Add(TargetList targets, DerivedMatch match, AssemblyLoadContext context, string library)
    {
        try
        {
            targets.Add(new PatchClass(match.Patch.Source.In(context).GetType(match.Patch.ClassName, throwOnError: true)!), match);
        }
        catch (Exception exception)
        {
            TargetList.SayLeftOut(match.Patch.ClassName, library, exception);
        }
    }

    private void Add(TargetList targets, PatchAssembly source, Assembly assembly, string className, string library)
    {
        try
        {
            var patch = new PatchClass(assembly.GetType(className, throwOnError: true)!);
            if (!isEnabled(patch.Instrumentation))
                return;
            foreach (var attribute in patch.Targets)
            {
                if (string.Equals(attribute.Assembly, library, StringComparison.OrdinalIgnoreCase))
                    targets.Add(patch, attribute);
            }
            foreach (var attribute in patch.DerivedTargets)
            {
                if (string.Equals(attribute.Assembly, library, StringComparison.OrdinalIgnoreCase))
                    derived.Add(new DerivedPatch(source, className, attribute));
            }
        }
        catch (Exception exception)
        {
            TargetList.SayLeftOut(className, library, exception);
        }
    }

    private void Weave(Assembly library, string name, List<PatchTarget> targets, long started)
    {
        var metadata = new ModuleMetadata(library.ManifestModule);
        var patched = new List<TargetMethod>(targets.Count);
        foreach (var target in targets)
        {
            try
            {
                var token = target.Method.Method.MetadataToken;
                var body = Weaver.Weave(target.Method, target.Patches, metadata, ProfilerLibrary.Body(metadata.Id, token));
                ProfilerLibrary.SetBody(metadata.Id, token, body.Bytes, body.Moved);
                patched.Add(target.Method);
            }
            catch (Exception exception)
            {
                PatchMetrics.Failed();
                EngineLog.Warn($"{target.Method.Name} is not patched: {TargetList.Reason(exception)}");
            }
        }
        if (patched.Count > 0)
        {
            var tokens = new int[patched.Count];
            for (var i = 0; i < tokens.Length; i++)
                tokens[i] = patched[i].Method.MetadataToken;
            ProfilerLibrary.Recompile(metadata.Id, tokens);
            _requested.Add(metadata.Id, patched);
            PatchedLibraries.Add(library);
            PatchMetrics.Applied(patched.Count);
        }
        EngineLog.Info($"{name}: {patched.Count} of {targets.Count} methods patched");
        EngineLog.Debug($"{name}: patched within {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms; " +
            $"modules made writable before use: {ProfilerLibrary.Prepared}");
    }
}
