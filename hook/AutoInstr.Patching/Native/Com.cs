namespace AutoInstr.Patching.Native;

/// <summary>What calls to the runtime's COM interfaces have in common.</summary>
internal static unsafe class Com
{
    private const int ReleaseSlot = 2;

    /// <summary>A method of an object, by its place in the table.</summary>
    public static void* Method(nint instance, int slot) => (*(void***)instance)[slot];

    /// <summary>Gives an object back.</summary>
    public static void Release(nint instance) =>
        _ = ((delegate* unmanaged<nint, uint>)Method(instance, ReleaseSlot))(instance);

    /// <summary>Throws when a call failed.</summary>
    /// <param name="result">What it returned.</param>
    /// <param name="what">What it was to do.</param>
    /// <exception cref="RefusedException">It failed.</exception>
    public static void Check(int result, string what)
    {
        if (result < 0)
            throw new RefusedException($"{what} failed (0x{result:X8})");
    }
}
