using System.Security.Cryptography;
using System.Text;

namespace AutoInstr.Demo;

/// <summary>What tells one state of a folder from another: the names and the bytes of all its files.</summary>
/// <param name="Files">How many files there are.</param>
/// <param name="Sha256">The hash over all of them, in hexadecimal.</param>
readonly record struct Fingerprint(int Files, string Sha256)
{
    /// <summary>Takes the fingerprint of a folder.</summary>
    public static Fingerprint Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file) + "\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return new Fingerprint(files.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
