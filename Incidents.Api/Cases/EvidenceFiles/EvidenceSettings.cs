using Incidents.Api.CommandLine;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Settings of evidence; configuration section <c>Evidence</c>.</summary>
public sealed class EvidenceSettings
{
    /// <summary>The folder of the bytes; default <c>evidence</c> in the data folder. Not used where <c>S3:Endpoint</c> is set.</summary>
    public string? Folder { get; set; }

    /// <summary>Most bytes of one file, default 20 GB. Code <c>BODY_TOO_LARGE</c>, status 413.</summary>
    public long MostBytes { get; set; } = 20_000_000_000;

    /// <summary>Bytes that an upload leaves free on the disk of the folder, default 1 GiB. Code <c>EVIDENCE_NO_SPACE</c>.</summary>
    /// <remarks>The database is often on the same disk, and must not be stopped by a file.</remarks>
    public long LeastFreeBytes { get; set; } = 1 << 30;

    /// <summary>Greatest number of uploads at the same time, and of downloads, default 8 each. Error <c>TOO_BUSY</c>, status 503.</summary>
    public int MostAtOnce { get; set; } = 8;

    /// <summary>Greatest number of them of one caller, default 4 of each. Error <c>TOO_BUSY</c>, status 503.</summary>
    public int MostAtOnceOfCaller { get; set; } = 4;

    /// <summary>Longest time for which a client sends or takes nothing, default 30 s; then its connection is ended.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Least bytes that a client sends in a second, on average over each <see cref="Patience"/> that was waited for it; default 16 KiB.
    /// </summary>
    public long LeastBytesPerSecond { get; set; } = 16 << 10;

    /// <summary>Longest duration of an upload or download, default 12 hours.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How old bytes must be that no event names before they are removed, default 1 hour.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>An object store instead of the folder; default none.</summary>
    public S3Settings S3 { get; set; } = new();
}

/// <summary>An object store that speaks S3; configuration section <c>Evidence:S3</c>.</summary>
public sealed record S3Settings
{
    /// <summary>Its address, e.g. <c>https://s3.example.kz</c>; null for the folder.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The bucket, which must exist.</summary>
    public string? Bucket { get; set; }

    /// <summary>The region that requests are signed for, default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Name of the key.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The key, a secret.</summary>
    public string? SecretKey { get; set; }

    /// <inheritdoc/>
    // Without the keys.
    public override string ToString() => $"{Endpoint}/{Bucket}";

    /// <summary>Refuses what cannot be an object store.</summary>
    /// <exception cref="HostOptionsException">The message names the setting.</exception>
    public void Check()
    {
        if (string.IsNullOrEmpty(Endpoint))
            return;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new HostOptionsException(
                "Evidence__S3__Endpoint is the https address of an object store (http on this machine only).");
        }
        foreach (var (name, value) in ((string, string?)[])[
            (nameof(Bucket), Bucket), (nameof(Region), Region), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey)])
        {
            if (string.IsNullOrEmpty(value))
                throw new HostOptionsException($"Evidence__S3__{name} is missing; Evidence__S3__Endpoint needs it.");
        }
    }
}
