using System.Reflection;

namespace AutoInstr.Patching.Native;

/// <summary>The runtime's id of a module, which no public member tells.</summary>
internal static class ModuleId
{
    private static FieldInfo? _field;

    /// <summary>The id of a loaded module.</summary>
    /// <exception cref="RefusedException">This runtime keeps it elsewhere.</exception>
    public static nint Of(Module module)
    {
        _field ??= module.GetType().GetField("m_pData", BindingFlags.Instance | BindingFlags.NonPublic);
        return _field?.GetValue(module) is nint id && id != 0 ? id
            : throw new RefusedException("this runtime does not tell the id of a module");
    }
}
