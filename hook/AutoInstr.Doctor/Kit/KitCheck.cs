using System.Security.Cryptography;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Kit;

/// <summary>Whether the kit is as it was built.</summary>
/// <param name="folder">The folder of the kit.</param>
internal sealed class KitCheck(string folder)
{
    /// <summary>The list of the kit's files with their SHA-256, as <c>sha256sum</c> writes and checks it.</summary>
    public const string ListOfFiles = "SHA256SUMS";

    private const string InstallAgain = "Install the kit again.";
    private const int Named = 5;

    /// <summary>Looks.</summary>
    /// <param name="version">The kit's version.</param>
    public Section Run(string version)
    {
        var section = new Section("kit", "Kit");
        var list = Path.Combine(folder, ListOfFiles);
        if (!File.Exists(list))
        {
            section.Problem("files", $"{list} is missing", InstallAgain);
            return section;
        }
        var files = File.ReadAllLines(list).Select(line => line.Split("  ", 2)).Where(parts => parts.Length == 2).ToList();
        var damaged = files.Select(parts => Damage(parts[1].TrimStart('.', '/'), parts[0])).OfType<string>().ToList();
        if (damaged.Count == 0)
            section.Ok("files", $"version {version} in {folder}: {files.Count} files, all as they were built");
        foreach (var damage in damaged.Take(Named))
            section.Problem("files", damage, InstallAgain);
        if (damaged.Count > Named)
            section.Problem("files", $"{damaged.Count - Named} more files are missing or damaged", InstallAgain);
        return section;
    }

    private string? Damage(string file, string sum)
    {
        var path = Path.Combine(folder, file);
        try
        {
            using var content = File.OpenRead(path);
            var isIntact = Convert.ToHexString(SHA256.HashData(content)).Equals(sum, StringComparison.OrdinalIgnoreCase);
            return isIntact ? null : $"{path} is damaged";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is FileNotFoundException or DirectoryNotFoundException ? $"{path} is missing" : $"{path} cannot be read";
        }
    }
}
