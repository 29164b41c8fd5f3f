using System.Security.Cryptography;
using AutoInstr.Doctor.Kit;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class KitCheckTests : IDisposable
{
    private readonly string _kit = Directory.CreateTempSubdirectory("doctor-").FullName;

    public KitCheckTests()
    {
        Directory.CreateDirectory(Path.Combine(_kit, "agent"));
        string[] files = ["a.dll", "agent/b c.dll"];
        foreach (var file in files)
            File.WriteAllText(Path.Combine(_kit, file), file);
        File.WriteAllLines(Path.Combine(_kit, KitCheck.ListOfFiles), files.Select(
            file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_kit, file))))}  ./{file}"));
    }

    public void Dispose() => Directory.Delete(_kit, recursive: true);

    [Fact]
    public void A_whole_kit()
    {
        var section = new KitCheck(_kit).Run("1.2.3");
        section.HasNoProblem();
        Assert.Equal($"version 1.2.3 in {_kit}: 2 files, all as they were built", section.Single("files").Text);
    }

    [Fact]
    public void A_file_is_missing()
    {
        File.Delete(Path.Combine(_kit, "agent/b c.dll"));
        new KitCheck(_kit).Run("").HasProblem("files", "b c.dll is missing");
    }

    [Fact]
    public void A_file_is_damaged()
    {
        File.AppendAllText(Path.Combine(_kit, "a.dll"), "x");
        new KitCheck(_kit).Run("").HasProblem("files", "a.dll is damaged");
    }

    [Fact]
    public void The_list_is_missing()
    {
        File.Delete(Path.Combine(_kit, KitCheck.ListOfFiles));
        new KitCheck(_kit).Run("").HasProblem("files", "SHA256SUMS is missing");
    }
}
