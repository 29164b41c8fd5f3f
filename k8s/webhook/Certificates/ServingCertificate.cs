using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AutoInstr.Webhook.Certificates;

/// <summary>The certificate that the API server is shown: the newest that is in its folder. One that is renewed is taken without a
/// restart, and one that cannot be read leaves the one before in use.</summary>
/// <remarks>The folder is looked into every few seconds: a mounted Secret changes by a link to a folder, which file watchers
/// overlook.</remarks>
/// <param name="settings">Where the folder is.</param>
/// <param name="log">Where a change is said.</param>
internal sealed partial class ServingCertificate(WebhookSettings settings, ILogger<ServingCertificate> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private byte[] _read = [];
    private string? _complaint;
    private volatile SslStreamCertificateContext? _context;

    /// <summary>The one in use, with those that it was signed by; <see langword="null"/> while there is none.</summary>
    public SslStreamCertificateContext? Context => _context;

    /// <summary>The one in use; <see langword="null"/> while there is none.</summary>
    public X509Certificate2? Current => _context?.TargetCertificate;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Look();
        }
    }

    private void Look()
    {
        try
        {
            var certificate = File.ReadAllText(Path.Combine(settings.Certificate, "tls.crt"));
            var key = File.ReadAllText(Path.Combine(settings.Certificate, "tls.key"));
            var read = SHA256.HashData(Encoding.UTF8.GetBytes(certificate + key));
            if (read.AsSpan().SequenceEqual(_read))
                return;
            // The one before is left to the connections that have it.
            var leaf = X509Certificate2.CreateFromPem(certificate, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate);
            _context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
            (_read, _complaint) = (read, null);
            Taken(leaf.Subject, leaf.NotAfter.ToUniversalTime());
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_complaint == exception.Message)
                return;
            _complaint = exception.Message;
            NotTaken(settings.Certificate, exception.Message, _context is null ? "there is none" : "the one before stays in use");
        }
    }

    [LoggerMessage(LogLevel.Information, "Certificate {Subject} is in use; it ends {End:u}")]
    private partial void Taken(string subject, DateTime end);

    [LoggerMessage(LogLevel.Warning, "The certificate in {Folder} cannot be read ({Reason}); {Then}")]
    private partial void NotTaken(string folder, string reason, string then);
}
