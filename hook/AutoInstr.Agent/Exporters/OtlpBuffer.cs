namespace AutoInstr.Agent.Exporters;

/// <summary>Buffers for a serializer that does not say how much it needs.</summary>
internal static class OtlpBuffer
{
    /// <summary>Nothing that is larger would be taken by a receiver.</summary>
    private const int Largest = 64 * 1024 * 1024;

    /// <summary>The next larger one, empty.</summary>
    /// <exception cref="InvalidOperationException">There is no larger one.</exception>
    public static byte[] Larger(byte[] buffer) => buffer.Length < Largest
        ? new byte[4 * buffer.Length]
        : throw new InvalidOperationException($"it is larger than {Largest / 1024 / 1024} MiB");

    /// <summary>What is written once and kept.</summary>
    /// <param name="write">Writes into a buffer, and gives the length or -1.</param>
    public static byte[] Written(Func<byte[], int> write)
    {
        var buffer = new byte[1024];
        int length;
        while ((length = write(buffer)) < 0)
            buffer = Larger(buffer);
        return buffer.AsSpan(0, length).ToArray();
    }
}
