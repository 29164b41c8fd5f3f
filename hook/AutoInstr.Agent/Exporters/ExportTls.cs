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
            CertificateChainPolicy = ReadAuthorities(settings.CertificateFile, report),
            ClientCertificateContext = ReadClientCertificate(settings.ClientCertificateFile, settings.ClientKeyFile, report),
        };
    }

    private static X509ChainPolicy? ReadAuthorities(string? file, Action<string> report)
    {
        if (file is null)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            if (policy.CustomTrustStore.Count > 0)
                return policy;
            report($"OTEL_EXPORTER_OTLP_CERTIFICATE: '{file}' holds no PEM certificate; the system's list of authorities is used");
        }
        catch (Exception exception) when (IsBadFile(exception))
        {
            report(
                $"OTEL_EXPORTER_OTLP_CERTIFICATE: '{file}' cannot be read ({exception.Message}); the system's list of authorities is used");
        }
        return null;
    }

    private static SslStreamCertificateContext? ReadClientCertificate(string? certificateFile, string? keyFile, Action<string> report)
    {
        if (certificateFile is null)
            return null;
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
            report($"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: {files} cannot be used ({exception.Message}); no client certificate is used");
            return null;
        }
    }

    private static bool IsBadFile(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;
}
