using Incidents.Api.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Benchmarks;

/// <summary>Reports as they were received as rows, so that what the host is compared with writes the same bytes.</summary>
internal static class OriginalRows
{
    // As many as a request's part that the host sends to the store at a time.
    private const int PerBlock = 500;

    /// <summary>The values of the blocks of some events; they are made beforehand, as the JSON of the events is.</summary>
    public static IReadOnlyList<Block> Of(IEnumerable<EventRow> rows) =>
    [
        .. rows.Select(r => r.Original).OfType<Original>().Chunk(PerBlock).SelectMany(Blocks),
    ];

    /// <summary>Writes blocks with binary COPY.</summary>
    public static async Task Copy(NpgsqlConnection connection, IReadOnlyList<Block> blocks, DateTime now)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            $"copy {OriginalBlocks.Table} (received_at, reports, length, sources, is_compressed, content) from stdin (format binary)");
        foreach (var block in blocks)
        {
            await import.StartRowAsync();
            await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(block.Reports, NpgsqlDbType.Integer);
            await import.WriteAsync(block.Length, NpgsqlDbType.Bigint);
            await import.WriteAsync(block.Sources, NpgsqlDbType.Array | NpgsqlDbType.Text);
            await import.WriteAsync(block.IsCompressed, NpgsqlDbType.Boolean);
            await import.WriteAsync(block.Content, NpgsqlDbType.Bytea);
        }
        await import.CompleteAsync();
    }

    /// <summary>Writes blocks with the next save of a session.</summary>
    public static void Queue(IDocumentSession session, IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
            session.QueueSqlCommand(
                $"insert into {OriginalBlocks.Table} (received_at, reports, length, sources, is_compressed, content) "
                    + "values (now(), ?, ?, ?, ?, ?)",
                block.Reports, block.Length, block.Sources, block.IsCompressed, block.Content);
    }

    private static IEnumerable<Block> Blocks(Original[] originals)
    {
        var columns = OriginalBlocks.Columns(originals);
        var (reports, lengths) = ((int[])columns[0], (long[])columns[1]);
        var (sources, areCompressed) = ((string[])columns[2], (bool[])columns[3]);
        var contents = (byte[][])((NpgsqlParameter)columns[4]).Value!;
        return reports.Select((count, i) => new Block(count, lengths[i], sources[i].Split('\n'), areCompressed[i], contents[i]));
    }

    /// <summary>The values of one block, in the order of the columns.</summary>
    internal sealed record Block(int Reports, long Length, string[] Sources, bool IsCompressed, byte[] Content);
}
