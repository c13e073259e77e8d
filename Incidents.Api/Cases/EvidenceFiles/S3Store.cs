using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>
/// Keeps evidence in a bucket of an object store: <c>ab/cd/abcd…</c> for each content, <c>damaged/…</c> for what was replaced.
/// </summary>
/// <remarks>
/// A content is written under <c>unfinished/…</c>, read back and hashed, and then copied to its own key by the store itself. Parts are sent
/// without the SDK's chunked encoding, whose framing some stores keep as content.
/// </remarks>
internal sealed partial class S3Store : IEvidenceStore, IDisposable
{
    private const string Unfinished = "unfinished/";
    private const string Damaged = "damaged/";
    private const string CopySource = "x-amz-copy-source";
    private const long MostBytesOfOneCopy = 5_000_000_000;

    private readonly AmazonS3Client client;
    private readonly string bucket;
    private readonly Duration timeLimit;
    private readonly long bytesOfCopy;

    /// <summary>Uses a bucket.</summary>
    /// <param name="given">The settings.</param>
    /// <param name="bytesOfCopy">Most bytes that one copy takes; more are copied in parts of so many.</param>
    public S3Store(EvidenceSettings given, long bytesOfCopy = MostBytesOfOneCopy)
    {
        this.bytesOfCopy = bytesOfCopy;
        var settings = given.S3;
        timeLimit = Duration.FromTimeSpan(given.TimeLimit);
        bucket = settings.Bucket!;
        client = new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint,
            AuthenticationRegion = settings.Region,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
        client.BeforeRequestEvent += WriteCopySource;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <inheritdoc/>
    public Task<IEvidenceIntake> Begin(long? bytes, CancellationToken cancellation) =>
        Task.FromResult<IEvidenceIntake>(new S3Intake(this, client, bucket, Unfinished + Guid.CreateVersion7().ToString("N")));

    /// <inheritdoc/>
    public Task<long?> Find(string sha256, CancellationToken cancellation) => Guarded<long?>(async () =>
    {
        try
        {
            return (await client.GetObjectMetadataAsync(new() { BucketName = bucket, Key = KeyOf(sha256) }, cancellation)).ContentLength;
        }
        catch (AmazonS3Exception e) when (IsMissing(e))
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public Task<Stream> Open(string sha256, long from, CancellationToken cancellation) => Guarded(async () =>
    {
        try
        {
            return (await client.GetObjectAsync(Reading(KeyOf(sha256), from), cancellation)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (IsMissing(e))
        {
            throw EvidenceException.Missing(sha256, e);
        }
    });

    /// <inheritdoc/>
    public async Task Remove(string sha256, CancellationToken cancellation)
    {
        await foreach (var aside in List($"{Damaged}{sha256}.", cancellation))
            await Delete(aside.Key, cancellation);
        await Delete(KeyOf(sha256), cancellation);
    }

    /// <inheritdoc/>
    public Task<int> RemoveUnfinished(Instant before, CancellationToken cancellation) => Guarded(async () =>
    {
        var removed = 0;
        // Nothing is locked here; an upload takes so long at most.
        before -= timeLimit;
        await foreach (var item in List(Unfinished, cancellation))
        {
            if (Moment(item.LastModified) >= before)
                continue;
            await Delete(item.Key, cancellation);
            removed++;
        }
        return removed + await AbortUploads(before, cancellation);
    });

    /// <summary>The key of a content.</summary>
    internal static string KeyOf(string sha256) => Sha256.Check(sha256, "sha256") is null
        ? $"{sha256[..2]}/{sha256[2..4]}/{sha256}"
        : throw new ArgumentException("A content is named by its SHA-256.", nameof(sha256));

    /// <summary>A new key for the damaged bytes of a content.</summary>
    internal static string KeyAside(string sha256) => $"{Damaged}{sha256}.{Guid.CreateVersion7():N}";

    /// <summary>Asks for an object from a position on.</summary>
    /// <remarks>Of a range the SDK compares no MD5 of its own, whose failure would look like a store that is away.</remarks>
    internal GetObjectRequest Reading(string key, long from) =>
        new() { BucketName = bucket, Key = key, ByteRange = new(from, long.MaxValue) };

    /// <summary>Removes an object; none where it is not there.</summary>
    internal Task Delete(string key, CancellationToken cancellation) => Guarded(async () =>
        await client.DeleteObjectAsync(new() { BucketName = bucket, Key = key }, cancellation));

    /// <summary>Does something whose failures are known as those of the store.</summary>
    /// <exception cref="EvidenceException">The store does not answer.</exception>
    internal static async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (EvidenceException.Of(e) is { } known)
        {
            throw known;
        }
    }

    // The SDK escapes its slashes, which some stores do not read. Our keys have nothing else to escape.
    private static void WriteCopySource(object sender, RequestEventArgs e)
    {
        if (e is WebServiceRequestEventArgs { Headers: var headers } && headers.TryGetValue(CopySource, out var source))
            headers[CopySource] = Uri.UnescapeDataString(source);
    }

    private async IAsyncEnumerable<S3Object> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            var page = await Guarded(() => client.ListObjectsV2Async(request, cancellation));
            foreach (var item in page.S3Objects ?? [])
                yield return item;
            request.ContinuationToken = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    private static bool IsMissing(AmazonS3Exception e) => e.StatusCode is System.Net.HttpStatusCode.NotFound;

    private static Instant Moment(DateTime? time) =>
        time is { } at ? Instant.FromDateTimeUtc(at.ToUniversalTime()) : Instant.MaxValue;
}
