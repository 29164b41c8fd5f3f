namespace AutoInstr.Patching.Runtime;

/// <summary>What a finalizer is passed that is known before an asynchronous call completes.</summary>
/// <param name="First">The first of it.</param>
/// <param name="Second">The second.</param>
/// <param name="Third">The third.</param>
/// <param name="Fourth">The last.</param>
internal readonly record struct Captured(object? First, object? Second, object? Third, object? Fourth)
{
    /// <summary>How many there can be.</summary>
    public const int Capacity = 4;

    /// <summary>One of them.</summary>
    public object? this[int index] => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };
}
