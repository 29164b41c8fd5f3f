using System.Text;

namespace AutoInstr.Cli.Execution;

/// <summary>A program and its arguments, as bytes: an argument need not be valid UTF-8.</summary>
/// <param name="Arguments">The program, then its arguments, without the zero byte.</param>
internal sealed record CommandLine(IReadOnlyList<byte[]> Arguments)
{
    private const string OwnCommandLine = "/proc/self/cmdline";

    /// <summary>A command line of this program's own making.</summary>
    public static CommandLine Of(params IEnumerable<string> arguments) => new([.. arguments.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>The last arguments that this process was given, byte for byte.</summary>
    /// <param name="arguments">The same arguments as the runtime decoded them.</param>
    public static CommandLine OfLastArguments(IReadOnlyList<string> arguments)
    {
        try
        {
            return TakeLast(File.ReadAllBytes(OwnCommandLine), arguments.Count) ?? Of(arguments);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Of(arguments);
        }
    }

    /// <summary>Takes the last arguments of a block.</summary>
    /// <param name="block">Arguments that each end with a zero byte.</param>
    /// <param name="count">How many to take.</param>
    /// <returns>The arguments, or <see langword="null"/> when the block has fewer.</returns>
    public static CommandLine? TakeLast(ReadOnlySpan<byte> block, int count)
    {
        var arguments = new byte[count][];
        for (var i = count - 1; i >= 0; i--)
        {
            if (block.IsEmpty || block[^1] != 0)
                return null;
            block = block[..^1];
            var start = block.LastIndexOf((byte)0) + 1;
            arguments[i] = block[start..].ToArray();
            block = block[..start];
        }
        return new CommandLine(arguments);
    }
}
