using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>The certificates of an OTLP exporter, from PEM files. What is wrong with a file is
/// reported; the export then goes without it.</summary>
internal static class ExportTls
{
    /// <summary>Reads the files.</summary>
    /// <param name="settings">Which files.</param>
    /// <param name="report">Takes one line for each file that is of no use.</param>
    /// <returns>The options, or <see langword="null"/> when no file is set.</returns>
    public static SslClientAuthenticationOptions? Create(OtlpSettings settings, Action<string> report)
    {
        if (settings.CertificateFile is null && settings.ClientCertificateFile is null)
            return null;
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = ReadAuthorities(settings, report),
            ClientCertificateContext = ReadClientCertificate(settings, report),
        };
    }

    private static X509ChainPolicy? ReadAuthorities(OtlpSettings settings, Action<string> report)
    {
        if (settings.CertificateFile is not { } file)
            return null;
        const string used = "the system's list of authorities is used";
        var name = settings.Named("CERTIFICATE", "tls.ca_file");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            if (policy.CustomTrustStore.Count > 0)
                return policy;
            report($"{name}: '{file}' holds no PEM certificate; {used}");
        }
        catch (Exception exception) when (IsBadFile(exception))
        {
            report($"{name}: '{file}' cannot be read ({exception.Message}); {used}");
        }
        return null;
    }

    private static SslStreamCertificateContext? ReadClientCertificate(OtlpSettings settings, Action<string> report)
    {
        if (settings.ClientCertificateFile is not { } certificateFile)
            return null;
        var keyFile = settings.ClientKeyFile;
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile ?? certificateFile);
            var intermediates = new X509Certificate2Collection();
            intermediates.ImportFromPemFile(certificateFile);
            return SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
        }
        catch (Exception exception) when (IsBadFile(exception))
        {
            var files = keyFile is null ? $"'{certificateFile}'" : $"'{certificateFile}' with key '{keyFile}'";
            var name = settings.Named("CLIENT_CERTIFICATE", "tls.cert_file");
            report($"{name}: {files} cannot be used ({exception.Message}); no client certificate is used");
            return null;
        }
    }

    private static bool IsBadFile(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;
}
