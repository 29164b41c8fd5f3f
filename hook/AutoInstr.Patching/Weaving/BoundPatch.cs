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
        var binder = new ParameterBinder(target, patch.State);
        if (patch.Prefix != null)
            Prefix = new PatchCall(patch.Prefix, binder.Bind(patch.Prefix));
        if (patch.Postfix != null)
            Postfix = new PatchCall(patch.Postfix, binder.Bind(patch.Postfix));
        if (patch.Finalizer != null)
            Finalizer = new PatchCall(patch.Finalizer, binder.Bind(patch.Finalizer));
    }

    /// <summary>The class.</summary>
    public PatchClass Patch { get; }

    /// <summary>What runs before the original.</summary>
    public PatchCall? Prefix { get; }

    /// <summary>What runs after it returned.</summary>
    public PatchCall? Postfix { get; }

    /// <summary>What runs at the end in every case.</summary>
    public PatchCall? Finalizer { get; }
}
