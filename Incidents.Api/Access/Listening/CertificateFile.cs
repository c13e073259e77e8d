using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Incidents.Api.CommandLine;

namespace Incidents.Api.Access.Listening;

/// <summary>The certificate of TLS, from a file that is read again when it changes.</summary>
/// <remarks>
/// PEM with the chain, and the key in the same or a file of its own; or PKCS #12, with its password as the only content of the other file.
/// A new file that cannot be used changes nothing but is warned about.
/// </remarks>
internal sealed partial class CertificateFile : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly string[] Pkcs12 = [".pfx", ".p12"];

    private readonly string path;
    private readonly string? keyPath;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private SslStreamCertificateContext current;
    private byte[] digest;
    private DateTimeOffset lookedAt;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The certificate.</param>
    /// <param name="keyPath">Its key, or the password of PKCS #12; null where it needs none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="HostOptionsException">It cannot be used.</exception>
    public CertificateFile(string path, string? keyPath, TimeProvider time)
    {
        (this.path, this.keyPath, this.time) = (path, keyPath, time);
        try
        {
            digest = Digest();
            current = Load();
            lookedAt = time.GetUtcNow();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw new HostOptionsException($"Incidents__Certificate: '{path}' cannot be used as a certificate: {e.Message}");
        }
    }

    /// <summary>Where warnings go.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>When the certificate expires.</summary>
    public DateTimeOffset ExpiresAt => Current().TargetCertificate.NotAfter;

    /// <summary>The certificate with its chain; that of the file as of two seconds ago at the most.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (now - lookedAt < LookAgainAfter)
                return current;
            lookedAt = now;
            try
            {
                if (Digest() is var read && !read.AsSpan().SequenceEqual(digest))
                {
                    digest = read;
                    current = Load();
                }
            }
            catch (Exception e) when (IsOfFile(e))
            {
                if (Logger is { } logger)
                    LogUnusable(logger, path, e.Message);
            }
            return current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => current.TargetCertificate.Dispose();

    private static bool IsOfFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or InvalidOperationException;

    private byte[] Digest() =>
        SHA256.HashData([.. File.ReadAllBytes(path), .. keyPath is null ? [] : File.ReadAllBytes(keyPath)]);

    private SslStreamCertificateContext Load()
    {
        var chain = new X509Certificate2Collection();
        X509Certificate2 own;
        if (Pkcs12.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            var password = keyPath is null ? null : File.ReadAllText(keyPath).Trim();
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
            own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw new CryptographicException("it contains no private key.");
        }
        else
        {
            own = X509Certificate2.CreateFromPemFile(path, keyPath ?? path);
            chain.ImportFromPemFile(path);
        }
        chain.Remove(own);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    [LoggerMessage(LogLevel.Warning, "The changed certificate {Path} cannot be used, the one of before goes on: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string path, string reason);
}
