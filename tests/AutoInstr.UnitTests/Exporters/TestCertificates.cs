using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>An authority with a server's and a client's certificate, as PEM files in a directory that goes with it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("autoinstr-tls-");

    public TestCertificates()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test Authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Authority = Write("ca.pem", authority.ExportCertificatePem());
        (Server, ServerKey) = Issue(authority, "server", "CN=localhost");
        (Client, ClientKey) = Issue(authority, "client", "CN=Test Client");
        ClientWithKey = Write("client-with-key.pem", File.ReadAllText(Client) + "\n" + File.ReadAllText(ClientKey));
        Garbage = Write("garbage.pem", "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n");
        Empty = Write("empty.pem", "");
    }

    public string Authority { get; }

    public string Server { get; }

    public string ServerKey { get; }

    public string Client { get; }

    public string ClientKey { get; }

    public string ClientWithKey { get; }

    public string Garbage { get; }

    public string Empty { get; }

    public void Dispose() => _directory.Delete(recursive: true);

    private (string Certificate, string Key) Issue(X509Certificate2 authority, string name, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return (Write(name + ".pem", certificate.ExportCertificatePem()), Write(name + "-key.pem", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
