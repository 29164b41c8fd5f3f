using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AutoInstr.Viewer.Transport;

/// <summary>The receiver's TLS: its certificate and, for mTLS, who signs those of the clients.</summary>
internal static class ServerTls
{
    /// <summary>Loads the files.</summary>
    /// <param name="options">Which files.</param>
    /// <returns>What the server needs, or <see langword="null"/> when no certificate is asked for.</returns>
    /// <exception cref="ArgumentException">A key or a client authority is given without a certificate.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file does not hold what it should.</exception>
    public static HttpsConnectionAdapterOptions? Load(ReceiverOptions options)
    {
        if (options.CertificateFile is null)
        {
            return options.KeyFile is null && options.ClientCaFile is null
                ? null
                : throw new ArgumentException("a TLS key or a client CA needs a TLS certificate");
        }
        var tls = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = WithKey(options.CertificateFile, options.KeyFile),
            ServerCertificateChain = Certificates(options.CertificateFile),
        };
        if (options.ClientCaFile is not null)
        {
            var authorities = Certificates(options.ClientCaFile);
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, presented, _) => IsSignedBy(authorities, certificate, presented);
        }
        return tls;
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException($"there is no certificate in {file}");
    }

    private static X509Certificate2 WithKey(string certificateFile, string? keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (CryptographicException e)
        {
            var files = keyFile is null ? certificateFile : $"{certificateFile} and {keyFile}";
            throw new CryptographicException($"no certificate with its key in {files}: {e.Message}", e);
        }
    }

    /// <summary>Trusts the given authorities and no other. Private ones publish no revocations, so none are asked for.</summary>
    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (presented is not null)
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        return chain.Build(certificate);
    }
}
