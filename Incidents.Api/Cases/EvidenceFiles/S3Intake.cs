using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Takes one content into a bucket, in parts of 16 MiB; a content of one part is sent at once.</summary>
internal sealed class S3Intake(S3Store store, AmazonS3Client client, string bucket, string key) : IEvidenceIntake
{
    // 10,000 parts are the most: 160 GiB.
    private const int BytesOfPart = 16 << 20;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BytesOfPart);
    private readonly List<PartETag> parts = [];
    private int filled;
    private string? upload;
    private string? sealedAs;
    private bool isWritten;

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public async ValueTask Write(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        hash.AppendData(part.Span);
        Bytes += part.Length;
        while (!part.IsEmpty)
        {
            var taken = Math.Min(part.Length, BytesOfPart - filled);
            part[..taken].CopyTo(buffer.AsMemory(filled));
            (part, filled) = (part[taken..], filled + taken);
            if (filled == BytesOfPart && !part.IsEmpty)
                await SendPart(isLast: false, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<string> Seal(CancellationToken cancellation) => S3Store.Guarded(async () =>
    {
        if (upload is null)
            await Put(cancellation);
        else
            await Complete(cancellation);
        isWritten = true;
        var written = Convert.ToHexStringLower(hash.GetCurrentHash());
        return sealedAs = await HashOf(key, cancellation) == written ? written : throw EvidenceException.ReadBackOtherwise();
    });

    /// <inheritdoc/>
    public Task Keep(CancellationToken cancellation) => S3Store.Guarded(async () =>
    {
        var sha256 = sealedAs ?? throw new InvalidOperationException("A content is sealed before it is kept.");
        if (await store.Find(sha256, cancellation) is not null)
        {
            return await HashOf(S3Store.KeyOf(sha256), cancellation) == sha256 ? true : throw EvidenceException.Damaged(sha256);
        }
        if (Bytes <= S3Store.MostBytesOfCopy)
            await Copy(S3Store.KeyOf(sha256), cancellation);
        else
            await CopyParts(S3Store.KeyOf(sha256), cancellation);
        if (await store.Find(sha256, cancellation) != Bytes)
            throw EvidenceException.ReadBackOtherwise();
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
        try
        {
            if (upload is not null && !isWritten)
                await client.AbortMultipartUploadAsync(new() { BucketName = bucket, Key = key, UploadId = upload });
            else if (Bytes > 0)
                await store.Delete(key, CancellationToken.None);
        }
        catch (Exception e) when (EvidenceException.Of(e) is not null)
        {
            // The upkeep removes it when the store answers again.
        }
    }

    private Task<bool> SendPart(bool isLast, CancellationToken cancellation) => S3Store.Guarded(async () =>
    {
        upload ??= (await client.InitiateMultipartUploadAsync(new() { BucketName = bucket, Key = key }, cancellation)).UploadId;
        using var stream = new MemoryStream(buffer, 0, filled, writable: false);
        var number = parts.Count + 1;
        var sent = await client.UploadPartAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                UploadId = upload,
                PartNumber = number,
                PartSize = filled,
                InputStream = stream,
                IsLastPart = isLast,
                UseChunkEncoding = false,
            },
            cancellation);
        parts.Add(new(number, sent.ETag));
        filled = 0;
        return true;
    });

    private async Task Complete(CancellationToken cancellation)
    {
        await SendPart(isLast: true, cancellation);
        await client.CompleteMultipartUploadAsync(
            new() { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts }, cancellation);
    }

    private async Task Put(CancellationToken cancellation)
    {
        using var stream = new MemoryStream(buffer, 0, filled, writable: false);
        await client.PutObjectAsync(
            new() { BucketName = bucket, Key = key, InputStream = stream, UseChunkEncoding = false }, cancellation);
    }

    private async Task<string> HashOf(string kept, CancellationToken cancellation)
    {
        using var response = await client.GetObjectAsync(store.Reading(kept, 0), cancellation);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(response.ResponseStream, cancellation));
    }

    private Task Copy(string to, CancellationToken cancellation) => client.CopyObjectAsync(
        new() { SourceBucket = bucket, SourceKey = key, DestinationBucket = bucket, DestinationKey = to }, cancellation);

    private async Task CopyParts(string to, CancellationToken cancellation)
    {
        var copy = (await client.InitiateMultipartUploadAsync(new() { BucketName = bucket, Key = to }, cancellation)).UploadId;
        try
        {
            var copied = new List<PartETag>();
            for (long from = 0; from < Bytes; from += S3Store.MostBytesOfCopy)
            {
                var part = await client.CopyPartAsync(
                    new()
                    {
                        SourceBucket = bucket,
                        SourceKey = key,
                        DestinationBucket = bucket,
                        DestinationKey = to,
                        UploadId = copy,
                        PartNumber = copied.Count + 1,
                        FirstByte = from,
                        LastByte = Math.Min(Bytes, from + S3Store.MostBytesOfCopy) - 1,
                    },
                    cancellation);
                copied.Add(new(copied.Count + 1, part.ETag));
            }
            await client.CompleteMultipartUploadAsync(
                new() { BucketName = bucket, Key = to, UploadId = copy, PartETags = copied }, cancellation);
        }
        catch
        {
            await client.AbortMultipartUploadAsync(new() { BucketName = bucket, Key = to, UploadId = copy }, CancellationToken.None);
            throw;
        }
    }
}
