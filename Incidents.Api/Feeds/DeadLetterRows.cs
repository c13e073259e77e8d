using Incidents.Api.Store;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Feeds;

/// <summary>Reads the messages that were given up, the latest first.</summary>
internal sealed class DeadLetterRows(StorePools pools)
{
    private const string Columns =
        "id, subscription, thing, version, failure, tries, queued_at, failing_since, given_up_at";

    /// <summary>Some of them.</summary>
    /// <param name="subscription">Only those of this receiver; null for all.</param>
    /// <param name="after">The one to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="isBackward">Whether to read against the order.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<List<FeedDeadLetter>> List(
        Guid? subscription, (Instant At, Guid Id)? after, bool isBackward, int limit, CancellationToken cancellation)
    {
        var (sign, direction) = isBackward ? ('>', "asc") : ('<', "desc");
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             select {Columns} from {FeedTables.DeadLetter}
             where ($1 is null or subscription = $1) and ($2 is null or (given_up_at, id) {sign} ($2, $3))
             order by given_up_at {direction}, id {direction} limit $4
             """);
        command.Parameters.Add(Uuid(subscription));
        command.Parameters.Add(
            new() { Value = (object?)after?.At.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(Uuid(after?.Id));
        command.Parameters.Add(new() { Value = limit });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var letters = new List<FeedDeadLetter>();
        while (await rows.ReadAsync(cancellation))
        {
            letters.Add(new(
                rows.GetGuid(0), rows.GetGuid(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetInt32(5), At(rows, 6),
                rows.IsDBNull(7) ? null : At(rows, 7), At(rows, 8)));
        }
        return letters;
    }

    /// <summary>How many there are.</summary>
    public async Task<int> Count(Guid? subscription, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"select count(*) from {FeedTables.DeadLetter} where $1 is null or subscription = $1");
        command.Parameters.Add(Uuid(subscription));
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static Instant At(NpgsqlDataReader rows, int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));

    private static NpgsqlParameter Uuid(Guid? id) => new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };
}
