using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoInstr.ContainerTests.Harness;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>A mounted Secret with a certificate: what is in it is behind a link, which is exchanged when it changes.</summary>
internal sealed class PemFolder : IDisposable
{
    private int _version;

    private PemFolder()
    {
        foreach (var name in new[] { "tls.crt", "tls.key" })
            File.CreateSymbolicLink(System.IO.Path.Combine(Path, name), System.IO.Path.Combine("..data", name));
    }

    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("autoinstr-tls-").FullName;

    /// <summary>The hash of the first certificate.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>Makes one with a certificate.</summary>
    public static async Task<PemFolder> CreateAsync()
    {
        var folder = new PemFolder();
        folder.Thumbprint = await folder.RenewAsync();
        return folder;
    }

    /// <summary>Puts another certificate in the place of the one that is there.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> RenewAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN=version {_version}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await PutAsync(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString();
    }

    /// <summary>Puts any two texts in the place of certificate and key.</summary>
    public async Task PutAsync(string certificate, string key)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, $"..{_version++}")).FullName;
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "tls.crt"), certificate);
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "tls.key"), key);
        var (next, data) = (System.IO.Path.Combine(Path, "..next"), System.IO.Path.Combine(Path, "..data"));
        File.CreateSymbolicLink(next, System.IO.Path.GetFileName(folder));
        await Command.RunAsync("mv", "-T", next, data);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
