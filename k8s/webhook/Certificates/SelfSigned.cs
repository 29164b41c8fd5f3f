using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AutoInstr.Webhook.Certificates;

/// <summary>A certificate that is its own authority, for a Service of the cluster.</summary>
internal static class SelfSigned
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Makes one.</summary>
    /// <param name="names">The host names that it is for.</param>
    /// <param name="now">Now.</param>
    /// <returns>Certificate and key, as PEM.</returns>
    public static (string Certificate, string Key) Create(IReadOnlyList<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        // Clocks of a cluster differ.
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether one serves for some names, and for a third of its life still.</summary>
    public static bool IsGood(X509Certificate2 certificate, IEnumerable<string> names, DateTimeOffset now) =>
        names.All(name => certificate.MatchesHostname(name)) && now + Lifetime / 3 < certificate.NotAfter.ToUniversalTime();
}
