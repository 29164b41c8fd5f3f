using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using AutoInstr.Patching.Discovery;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Native;

namespace AutoInstr.Patching.Weaving;

/// <summary>Puts all patches of one library in place: finds what fits, weaves, and has the runtime compile the methods anew.</summary>
/// <param name="attachment">The way to the runtime.</param>
/// <param name="isEnabled">Whether an instrumentation is on, by its id.</param>
internal sealed class LibraryPatcher(Attachment attachment, Func<string, bool> isEnabled)
{
    private int _isObstacleSaid;

    /// <summary>Patches a library that was just loaded.</summary>
    public void Patch(Assembly library, string name, AssemblyLoadContext context, IReadOnlyList<PatchAssembly> sources)
    {
        var started = Stopwatch.GetTimestamp();
        var targets = FindTargets(library, name, context, sources);
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
        Assembly library, string name, AssemblyLoadContext context, IReadOnlyList<PatchAssembly> sources)
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
                    Add(targets, assembly, className, name);
            }
            catch (Exception exception)
            {
                EngineLog.Warn($"{name}: the patches could not be loaded ({exception.GetType().Name}: {exception.Message})");
            }
        }
        return targets.Found;
    }

    private void Add(TargetList targets, Assembly assembly, string className, string library)
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
        }
        catch (Exception exception)
        {
            TargetList.SayLeftOut(className, library, exception);
        }
    }

    private static void Weave(Assembly library, string name, List<PatchTarget> targets, long started)
    {
        var metadata = new ModuleMetadata(library.ManifestModule);
        var tokens = new List<int>(targets.Count);
        foreach (var target in targets)
        {
            try
            {
                var token = target.Method.Method.MetadataToken;
                var body = Weaver.Weave(target.Method, target.Patches, metadata, ProfilerLibrary.Body(metadata.Id, token));
                ProfilerLibrary.SetBody(metadata.Id, token, body.Bytes, body.Moved);
                tokens.Add(token);
            }
            catch (Exception exception)
            {
                EngineLog.Warn($"{target.Method.Name} is not patched: {TargetList.Reason(exception)}");
            }
        }
        if (tokens.Count > 0)
            ProfilerLibrary.Recompile(metadata.Id, tokens.ToArray());
        EngineLog.Info($"{name}: {tokens.Count} of {targets.Count} methods patched");
        EngineLog.Debug($"{name}: patched within {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms");
    }
}
