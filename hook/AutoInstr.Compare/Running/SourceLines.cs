namespace AutoInstr.Compare.Running;

/// <summary>Counts the lines of code that one folder has more than another one.</summary>
/// <remarks>A file with the same relative path is compared line by line (longest common subsequence), white space at the ends aside; one
/// without a counterpart counts as a whole. Empty lines and lines of nothing but a comment do not count, nor do project files, nor what only
/// the other folder has.</remarks>
internal static class SourceLines
{
    private static readonly string[] Extensions = [".cs", ".fs", ".vb", ".cshtml", ".razor"];
    private static readonly string[] BuildFolders = ["bin", "obj"];

    /// <summary>Counts.</summary>
    /// <param name="folder">The folder with more.</param>
    /// <param name="other">The folder that it is compared with.</param>
    /// <exception cref="ComparisonException">A folder is not there, or a file cannot be read.</exception>
    public static int CountAdded(string folder, string other)
    {
        try
        {
            return FilesOf(folder).Sum(file => CountAdded(Significant(File.ReadAllLines(file)), Counterpart(file, folder, other)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"the sources cannot be read: {e.Message}", e);
        }
    }

    /// <summary>How many of the first lines are not among the second ones, in their order.</summary>
    public static int CountAdded(IReadOnlyList<string> lines, IReadOnlyList<string> others)
    {
        var start = 0;
        while (start < lines.Count && start < others.Count && lines[start] == others[start])
            start++;
        var end = 0;
        while (end < lines.Count - start && end < others.Count - start && lines[^(end + 1)] == others[^(end + 1)])
            end++;
        var width = others.Count - end - start;
        var (previous, current) = (new int[width + 1], new int[width + 1]);
        for (var i = start; i < lines.Count - end; i++)
        {
            for (var j = 0; j < width; j++)
                current[j + 1] = lines[i] == others[start + j] ? previous[j] + 1 : Math.Max(previous[j + 1], current[j]);
            (previous, current) = (current, previous);
        }
        return lines.Count - end - start - previous[width];
    }

    /// <summary>The lines that count, without the white space around them.</summary>
    public static IReadOnlyList<string> Significant(IEnumerable<string> lines)
    {
        var significant = new List<string>();
        var end = "";
        foreach (var line in lines.Select(static line => line.Trim()))
        {
            if (end.Length > 0)
            {
                end = line.Contains(end, StringComparison.Ordinal) ? "" : end;
                continue;
            }
            end = line.StartsWith("/*", StringComparison.Ordinal) ? "*/" : line.StartsWith("<!--", StringComparison.Ordinal) ? "-->" : "";
            if (end.Length > 0)
            {
                var close = line.IndexOf(end, StringComparison.Ordinal);
                var rest = close < 0 ? "" : line[(close + end.Length)..];
                end = close < 0 ? end : "";
                if (rest.Length > 0)
                    significant.Add(line);
            }
            else if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            {
                significant.Add(line);
            }
        }
        return significant;
    }

    private static IReadOnlyList<string> Counterpart(string file, string folder, string other)
    {
        var path = Path.Combine(other, Path.GetRelativePath(folder, file));
        return File.Exists(path) ? Significant(File.ReadAllLines(path)) : [];
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            && !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Intersect(BuildFolders).Any());
}
