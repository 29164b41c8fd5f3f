namespace AutoInstr.Cli.Activation;

/// <summary>A variable that holds a list of paths, and the kit's entry in it.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Entry">The kit's path.</param>
internal sealed record PathVariable(string Name, string Entry)
{
    /// <summary>The variables that activate a kit: the hook, and what .NET 8 and 9 need beside it when the kit has that.</summary>
    /// <param name="kit">The kit whose files are looked at.</param>
    /// <param name="folder">The kit's folder where the application will run.</param>
    public static IReadOnlyList<PathVariable> For(Kit kit, string folder)
    {
        var there = new Kit(folder);
        var hook = new PathVariable("DOTNET_STARTUP_HOOKS", there.Hook);
        return kit.HasStore() ? [hook, new("DOTNET_ADDITIONAL_DEPS", there.Deps), new("DOTNET_SHARED_STORE", there.Store)] : [hook];
    }

    /// <summary>Adds the kit's entry to a list.</summary>
    /// <param name="list">What the variable holds, or <see langword="null"/>.</param>
    /// <returns>The list with the entry at its end; the same list when it has the entry already.</returns>
    public string AppendTo(string? list)
    {
        if (string.IsNullOrEmpty(list))
            return Entry;
        return list.Split(Path.PathSeparator).Contains(Entry) ? list : list + Path.PathSeparator + Entry;
    }
}
