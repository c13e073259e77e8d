using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Copies within the bucket, and uploads in parts that were never finished.</summary>
internal sealed partial class S3Store
{
    /// <summary>Copies an object; what has the new key is whole.</summary>
    /// <param name="from">Its key.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="to">The new key.</param>
    /// <param name="cancellation">Cancels it.</param>
    internal async Task Copy(string from, long bytes, string to, CancellationToken cancellation)
    {
        if (bytes <= bytesOfCopy)
        {
            await client.CopyObjectAsync(
                new() { SourceBucket = bucket, SourceKey = from, DestinationBucket = bucket, DestinationKey = to }, cancellation);
            return;
        }
        var copy = (await client.InitiateMultipartUploadAsync(new() { BucketName = bucket, Key = to }, cancellation)).UploadId;
        try
        {
            var copied = new List<PartETag>();
            for (long first = 0; first < bytes; first += bytesOfCopy)
            {
                var part = await client.CopyPartAsync(
                    new()
                    {
                        SourceBucket = bucket,
                        SourceKey = from,
                        DestinationBucket = bucket,
                        DestinationKey = to,
                        UploadId = copy,
                        PartNumber = copied.Count + 1,
                        FirstByte = first,
                        LastByte = Math.Min(bytes, first + bytesOfCopy) - 1,
                    },
                    cancellation);
                copied.Add(new(copied.Count + 1, part.ETag));
            }
            await client.CompleteMultipartUploadAsync(
                new() { BucketName = bucket, Key = to, UploadId = copy, PartETags = copied }, cancellation);
        }
        catch
        {
            await Abort(to, copy);
            throw;
        }
    }

    /// <summary>Gives up an upload in parts; where the store does not answer, the upkeep does it later.</summary>
    internal async Task Abort(string key, string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(new() { BucketName = bucket, Key = key, UploadId = upload });
        }
        catch (Exception e) when (EvidenceException.Of(e) is not null)
        {
            // What broke it off is what the caller hears of.
        }
    }

    // Also those of copies, which have the key of a content; what else is in the bucket is not ours.
    private static bool IsOurs(string key) =>
        key.StartsWith(Unfinished, StringComparison.Ordinal) || key.StartsWith(Damaged, StringComparison.Ordinal)
        || (key.Split('/') is [.., var name] && Domain.Sha256.Check(name, "key") is null && key == KeyOf(name));

    private async Task<int> AbortUploads(Instant before, CancellationToken cancellation)
    {
        try
        {
            var removed = 0;
            await foreach (var upload in Uploads(cancellation))
            {
                if (Moment(upload.Initiated) >= before || !IsOurs(upload.Key))
                    continue;
                await client.AbortMultipartUploadAsync(
                    new() { BucketName = bucket, Key = upload.Key, UploadId = upload.UploadId }, cancellation);
                removed++;
            }
            return removed;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is System.Net.HttpStatusCode.NotImplemented)
        {
            // Such a store has to forget them by a rule of its own (docs/evidence.md).
            return 0;
        }
    }

    private async IAsyncEnumerable<MultipartUpload> Uploads([EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket };
        for (var isLast = false; !isLast;)
        {
            var page = await client.ListMultipartUploadsAsync(request, cancellation);
            foreach (var upload in page.MultipartUploads ?? [])
                yield return upload;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            isLast = page.IsTruncated is not true || request.KeyMarker is null;
        }
    }
}
