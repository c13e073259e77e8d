using System.Buffers.Binary;
using System.IO.Compression;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>Accepted reports as they were received, in blocks that are written in the transaction that appends their events.</summary>
/// <remarks>
/// One block holds what one transaction appends, so that many reports are compressed together and cost one row. Its content is, for each
/// report, the length in four bytes (little-endian) and the bytes, compressed with Brotli where that is worth it.
/// </remarks>
internal static class OriginalBlocks
{
    /// <summary>Table of the blocks.</summary>
    public const string Table = $"{EventStore.Schema}.original";

    /// <summary>A block ends when it holds so many bytes before compression.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The columns that <see cref="Insert"/> fills, in the order of <see cref="Columns"/>.</summary>
    private const string Filled = "reports, length, sources, is_compressed, content";

    // Below it, the row of a block costs more than compression saves.
    private const int WorthCompressing = 1_024;

    // Fastest: a report is compressed in a fraction of the time in which its event is appended.
    private const int Quality = 1;
    private const int Window = 18;

    /// <summary>The table.</summary>
    public const string Ddl =
        $"""
         do $$ begin
             -- A host that starts must not wait for readers of a table that is there.
             if to_regclass('{Table}') is null then
                 create table {Table} (
                     position bigint generated always as identity,
                     received_at timestamptz not null,
                     reports int not null,
                     length bigint not null,
                     sources text[] not null,
                     is_compressed boolean not null,
                     content bytea not null,
                     primary key (received_at, position));
                 alter table {Table} alter column content set storage external;
             end if;
         end $$;
         """;

    /// <summary>SQL that inserts blocks.</summary>
    /// <param name="receivedAt">Parameter of the moment.</param>
    /// <param name="first">Number of the first parameter of the columns.</param>
    /// <param name="condition">Condition under which they are inserted; default none.</param>
    public static string Insert(string receivedAt, int first, string condition = "true") =>
        $"""
         insert into {Table} (received_at, {Filled})
         select {receivedAt}, reports, length, string_to_array(sources, E'\n'), is_compressed, content
         from unnest(${first}, ${first + 1}, ${first + 2}, ${first + 3}, ${first + 4}) with ordinality as t ({Filled}, place)
         where {condition} order by place
         """;

    /// <summary>The values of the columns for some originals, in order: one element for each block.</summary>
    /// <param name="originals">At least one.</param>
    public static object[] Columns(IReadOnlyList<Original> originals)
    {
        var (reports, lengths, sources) = (new List<int>(), new List<long>(), new List<string>());
        var (areCompressed, contents) = (new List<bool>(), new List<byte[]>());
        for (var first = 0; first < originals.Count;)
        {
            var (end, length) = (first, 0);
            while (end < originals.Count && (length == 0 || length + originals[end].Bytes.Length <= MostBytes))
                length += sizeof(int) + originals[end++].Bytes.Length;
            var block = originals.Skip(first).Take(end - first).ToArray();
            reports.Add(block.Length);
            lengths.Add(length);
            // No source contains a line break.
            sources.Add(string.Join('\n', block.Select(o => o.Source).Distinct(StringComparer.Ordinal)));
            var (content, isCompressed) = Content(block, length);
            contents.Add(content);
            areCompressed.Add(isCompressed);
            first = end;
        }
        return [
            reports.ToArray(), lengths.ToArray(), sources.ToArray(), areCompressed.ToArray(),
            new Npgsql.NpgsqlParameter { Value = contents.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        ];
    }

    /// <summary>The reports of a block.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(byte[] content, bool isCompressed, int length)
    {
        var bytes = content;
        if (isCompressed)
        {
            bytes = new byte[length];
            if (!BrotliDecoder.TryDecompress(content, bytes, out var written) || written != length)
                throw new InvalidDataException("A block of originals cannot be decompressed.");
        }
        for (var at = 0; at < bytes.Length;)
        {
            var size = bytes.Length - at < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(int);
            if (size < 0 || size > bytes.Length - at)
                throw new InvalidDataException("A block of originals has another length than its reports.");
            yield return bytes.AsMemory(at, size);
            at += size;
        }
    }

    /// <summary>The length and content of a block of some originals, however long it becomes.</summary>
    public static (long Length, byte[] Content, bool IsCompressed) Pack(Original[] block)
    {
        var length = block.Sum(original => sizeof(int) + original.Bytes.Length);
        var (content, isCompressed) = Content(block, length);
        return (length, content, isCompressed);
    }

    private static (byte[] Content, bool IsCompressed) Content(Original[] block, int length)
    {
        var bytes = new byte[length];
        var at = 0;
        foreach (var original in block)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), original.Bytes.Length);
            original.Bytes.Span.CopyTo(bytes.AsSpan(at + sizeof(int)));
            at += sizeof(int) + original.Bytes.Length;
        }
        if (length < WorthCompressing)
            return (bytes, false);
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(length)];
        return BrotliEncoder.TryCompress(bytes, compressed, out var written, Quality, Window) && written < length
            ? (compressed[..written], true)
            : (bytes, false);
    }
}

/// <summary>A report as it was received.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct Original(string Source, ReadOnlyMemory<byte> Bytes);
