using System.Reflection;
using AutoInstr.Patching.Discovery;

namespace AutoInstr.Patching.Weaving;

/// <summary>A patch class that fits a target: its calls there.</summary>
internal sealed class BoundPatch
{
    /// <summary>Binds a patch class to a target.</summary>
    /// <exception cref="RefusedException">It does not fit.</exception>
    public BoundPatch(PatchClass patch, TargetMethod target)
    {
        Patch = patch;
        var binder = new ParameterBinder(target, patch.Methods.State);
        Prefix = Bind(patch.Methods.Prefix, binder);
        Postfix = Bind(patch.Methods.Postfix, binder);
        if (patch.Methods.Finalizer != null && target.IsAsynchronous)
            (Returned, Thrown) = new AsyncFinalizerBinder(target, binder).Bind(patch.Methods.Finalizer);
        else
            Returned = Thrown = Bind(patch.Methods.Finalizer, binder);
    }

    /// <summary>The class.</summary>
    public PatchClass Patch { get; }

    /// <summary>What runs before the original.</summary>
    public PatchCall? Prefix { get; }

    /// <summary>What runs after it returned.</summary>
    public PatchCall? Postfix { get; }

    /// <summary>The finalizer, after the original returned.</summary>
    public PatchCall? Returned { get; }

    /// <summary>The finalizer, after the original threw.</summary>
    public PatchCall? Thrown { get; }

    private static PatchCall? Bind(MethodInfo? method, ParameterBinder binder) =>
        method == null ? null : PatchCall.Of(method, binder.Bind(method));
}
