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
    public Task<string?> Keep(CancellationToken cancellation) => S3Store.Guarded(async () =>
    {
        var sha256 = sealedAs ?? throw new InvalidOperationException("A content is sealed before it is kept.");
        var final = S3Store.KeyOf(sha256);
        if (await store.Find(sha256, cancellation) is not { } there)
        {
            await Place(sha256, cancellation);
            return null;
        }
        if (there == Bytes && await HashOf(final, cancellation) == sha256)
            return null;
        var aside = S3Store.KeyAside(sha256);
        try
        {
            await store.Copy(final, there, aside, cancellation);
            await Place(sha256, cancellation);
            return (string?)aside;
        }
        catch (Exception e) when (EvidenceException.Of(e) is not null)
        {
            throw EvidenceException.Damaged(sha256, e);
        }
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
        if (upload is not null && !isWritten)
            await store.Abort(key, upload);
        // It may have been completed without an answer.
        if (Bytes > 0)
            await Forget();
    }

    private async Task Forget()
    {
        try
        {
            await store.Delete(key, CancellationToken.None);
        }
        catch (EvidenceException)
        {
            // The upkeep removes it when the store answers again.
        }
    }

    private async Task Place(string sha256, CancellationToken cancellation)
    {
        await store.Copy(key, Bytes, S3Store.KeyOf(sha256), cancellation);
        if (await store.Find(sha256, cancellation) != Bytes)
            throw EvidenceException.ReadBackOtherwise();
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
}
