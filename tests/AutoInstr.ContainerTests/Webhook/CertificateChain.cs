using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>A certificate that was signed by one that was signed by another, as authorities give them.</summary>
internal sealed class CertificateChain : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow.AddDays(1);

    /// <summary>Makes it.</summary>
    /// <param name="host">The name that it is for.</param>
    public CertificateChain(string host)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = Authority("root", rootKey).CreateSelfSigned(Begin, End);
        using var middle = Authority("middle", middleKey).Create(Root, Begin, End, [1]).CopyWithPrivateKey(middleKey);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(middle, Begin, End, [2]);
        (Pem, Key) = ($"{leaf.ExportCertificatePem()}\n{middle.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>What whoever calls trusts.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The certificate, and after it the one that it was signed by.</summary>
    public string Pem { get; }

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <inheritdoc/>
    public void Dispose() => Root.Dispose();

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request;
    }
}
