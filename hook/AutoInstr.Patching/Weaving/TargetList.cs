using System.Reflection;
using AutoInstr.Patching.Discovery;
using AutoInstr.Patching.TracedMethods;

namespace AutoInstr.Patching.Weaving;

/// <summary>A method and the patches that fit it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Patches">The patches, outermost first.</param>
internal sealed record PatchTarget(TargetMethod Method, List<BoundPatch> Patches);

/// <summary>Collects the methods of a library that are to be woven, each with all its patches.</summary>
/// <param name="library">The library.</param>
internal sealed class TargetList(Assembly library)
{
    private readonly TargetFinder _finder = new(library);
    private readonly Dictionary<int, PatchTarget> _targets = [];
    private readonly string _name = library.GetName().Name!;
    private Version? _version;

    /// <summary>What was collected.</summary>
    public List<PatchTarget> Found => [.. _targets.Values];

    /// <summary>Adds the methods that a patch is for. When it fits none of them, that is said.</summary>
    public void Add(PatchClass patch, PatchAttribute attribute)
    {
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        var fits = 0;
        try
        {
            if ((attribute.From != null || attribute.To != null) &&
                !LibraryVersion.IsWithin(_version ??= LibraryVersion.Of(library), attribute))
                return;
            // What is wrong with the class itself is said of it, not of each method.
            _ = patch.Methods;
            foreach (var method in _finder.Find(attribute))
            {
                if (Fit(patch, method) is not { } obstacle)
                    fits++;
                else if (attribute.IsWildcard)
                    reasons[obstacle] = reasons.GetValueOrDefault(obstacle) + 1;
                else
                    reasons.TryAdd($"{method.DeclaringType?.FullName}.{method.Name}: {obstacle}", 1);
            }
        }
        catch (Exception exception)
        {
            reasons.TryAdd(Reason(exception), 1);
        }
        if (fits == 0 && reasons.Count > 0)
            SayLeftOut(patch.Name, _name, string.Join("; ", reasons.Keys.Order(StringComparer.Ordinal)));
        else if (attribute.IsWildcard && reasons.Count > 0)
            EngineLog.Info($"the patch {patch.Name} fits {fits} methods of {_name}; left out: " +
                string.Join("; ", reasons.Keys.Order(StringComparer.Ordinal).Select(reason => $"{reasons[reason]}, {reason}")));
    }

    /// <summary>Adds the application's own methods that are to be traced.</summary>
    public void Add(TracedMethodSet traced)
    {
        var fits = 0;
        string? reason = null;
        foreach (var method in traced.Find(library))
        {
            if (Fit(traced.Patch, method) is { } obstacle)
                reason ??= $"{method.DeclaringType?.FullName}.{method.Name}: {obstacle}";
            else
                fits++;
        }
        if (reason != null)
            EngineLog.Warn($"some methods of {_name} are not traced, {reason}");
        else if (fits > 0)
            EngineLog.Info($"{_name}: {fits} methods are traced");
    }

    /// <summary>Adds the methods of derived classes that a patch is for. Where it fits none, there is nothing to say.</summary>
    public void Add(PatchClass patch, DerivedMatch match)
    {
        foreach (var method in _finder.Find(match.Types, match.Patch.Target.Methods))
            Fit(patch, method);
    }

    /// <summary>Says that a patch is not applied to a library.</summary>
    public static void SayLeftOut(string patch, string library, Exception exception) => SayLeftOut(patch, library, Reason(exception));

    /// <summary>What an exception means for a patch.</summary>
    public static string Reason(Exception exception) =>
        exception is RefusedException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";

    private static void SayLeftOut(string patch, string library, string reason)
    {
        PatchMetrics.Failed();
        EngineLog.Warn($"the patch {patch} is left out of {library}: {reason}");
    }

    private string? Fit(PatchClass patch, MethodBase method)
    {
        try
        {
            var target = _targets.TryGetValue(method.MetadataToken, out var known) ? known : new PatchTarget(new TargetMethod(method), []);
            target.Patches.Add(new BoundPatch(patch, target.Method));
            _targets.TryAdd(method.MetadataToken, target);
            return null;
        }
        catch (Exception exception)
        {
            EngineLog.Debug($"{patch.Name} does not fit {method.DeclaringType?.FullName}.{method.Name}: {Reason(exception)}");
            return Reason(exception);
        }
    }
}
