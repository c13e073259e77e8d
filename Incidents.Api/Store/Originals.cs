using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>A block of accepted reports as they were received.</summary>
/// <param name="ReceivedAt">When their events were appended.</param>
/// <param name="Position">Its place in the order of appending.</param>
/// <param name="Reports">The bytes of each report.</param>
internal sealed record OriginalBlock(Instant ReceivedAt, long Position, IReadOnlyList<ReadOnlyMemory<byte>> Reports);

/// <summary>Reads and deletes the reports that <see cref="OriginalBlocks"/> keeps.</summary>
internal sealed class Originals(NpgsqlDataSource source)
{
    private const int MostBlocksInAPage = 500;
    private const int MostBytesInAPage = 8 << 20;

    /// <summary>The next blocks of a period: as many as a page holds, by number and by bytes.</summary>
    /// <param name="sender">A source that the blocks hold reports of, among others; null for any.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The moment after the last.</param>
    /// <param name="after">The last block of the page before, or null.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<OriginalBlock>> Page(
        string? sender, Instant from, Instant until, OriginalBlock? after, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select received_at, position, length, is_compressed, content from (
                 select *, sum(length) over (order by received_at, position) - length as bytes_before from (
                     select * from {OriginalBlocks.Table}
                     where received_at >= $1 and received_at < $2 and (received_at, position) > ($3, $4)
                       and ($5::text is null or $5 = any(sources))
                     order by received_at, position limit {MostBlocksInAPage}) as next) as next
             where bytes_before < {MostBytesInAPage} order by received_at, position
             """);
        command.Parameters.Add(new() { Value = from.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = until.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = (after?.ReceivedAt ?? from).ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = after?.Position ?? 0 });
        command.Parameters.Add(new() { Value = (object?)sender ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        var page = new List<OriginalBlock>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            page.Add(new(
                Instant.FromDateTimeUtc(rows.GetDateTime(0)), rows.GetInt64(1),
                [.. OriginalBlocks.Read(rows.GetFieldValue<byte[]>(4), rows.GetBoolean(3), (int)rows.GetInt64(2))]));
        }
        return page;
    }

    /// <summary>Writes a block anew, with the same number of reports in the same order.</summary>
    /// <param name="block">The block.</param>
    /// <param name="reports">Its reports from now on.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    public async Task Replace(OriginalBlock block, IReadOnlyList<ReadOnlyMemory<byte>> reports, CancellationToken cancellation)
    {
        var (length, content, isCompressed) = OriginalBlocks.Pack([.. reports.Select(bytes => new Original("", bytes))]);
        await using var command = source.CreateCommand(
            $"""
             update {OriginalBlocks.Table} set length = $3, content = $4, is_compressed = $5
             where received_at = $1 and position = $2
             """);
        foreach (var value in (object[])[block.ReceivedAt.ToDateTimeUtc(), block.Position, length, content, isCompressed])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes the oldest blocks.</summary>
    /// <param name="receivedBefore">Blocks of this moment or later stay.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(Instant receivedBefore, int most, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             delete from {OriginalBlocks.Table} where (received_at, position) in (
                 select received_at, position from {OriginalBlocks.Table} where received_at < $1 order by received_at, position limit $2)
             """);
        command.Parameters.Add(new() { Value = receivedBefore.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = most });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
