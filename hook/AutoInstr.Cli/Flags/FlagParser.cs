namespace AutoInstr.Cli.Flags;

/// <summary>Reads <c>--name value</c> and <c>--name=value</c> up to the first argument that is neither, or to <c>--</c>.</summary>
internal static class FlagParser
{
    /// <summary>Reads the flags of a command.</summary>
    /// <param name="args">The command's arguments.</param>
    /// <param name="command">The command, for messages.</param>
    /// <param name="ownFlags">Flags that the command has beside the settings, without dashes.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="UsageException">A flag is not known or lacks its value.</exception>
    public static ParsedFlags Parse(IReadOnlyList<string> args, string command, params IReadOnlyList<string> ownFlags)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var index = 0;
        while (index < args.Count && args[index].StartsWith('-'))
        {
            var argument = args[index++];
            if (argument == "--")
                break;
            if (argument is "--help" or "-h")
                return new ParsedFlags(variables, own, index, IsHelp: true);
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"{argument} is not a flag", command);

            var (flag, value) = SplitAtEquals(argument[2..]);
            var isOwn = ownFlags.Contains(flag);
            var name = isOwn ? flag : FlagTable.FindVariable(flag) ?? throw Unknown(flag, command, ownFlags);
            if (value is null)
            {
                if (index == args.Count || args[index].StartsWith("--", StringComparison.Ordinal))
                    throw new UsageException($"--{flag} needs a value", command);
                value = args[index++];
            }
            (isOwn ? own : variables)[name] = value;
        }
        return new ParsedFlags(variables, own, index, IsHelp: false);
    }

    private static (string Flag, string? Value) SplitAtEquals(string text)
    {
        var equals = text.IndexOf('=');
        return equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
    }

    private static UsageException Unknown(string flag, string command, IReadOnlyList<string> ownFlags)
    {
        var known = FlagTable.Sections.SelectMany(section => section.Flags).Select(known => known.Name).Concat(ownFlags);
        var nearest = Spelling.FindNearest(Flag.Normalize(flag), known);
        return new UsageException($"--{flag} is not a flag" + (nearest is null ? "" : $", --{nearest} is"), command);
    }
}

/// <summary>The flags of a command.</summary>
/// <param name="Variables">The variables that were given, with their last value.</param>
/// <param name="Own">The command's own flags that were given, with their last value.</param>
/// <param name="Rest">Index of the first argument behind the flags.</param>
/// <param name="IsHelp">Whether help was asked for.</param>
internal sealed record ParsedFlags(
    IReadOnlyDictionary<string, string> Variables, IReadOnlyDictionary<string, string> Own, int Rest, bool IsHelp);
