using Incidents.Api.Store;
using Incidents.Domain.Feeds;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Feeds;

/// <summary>Keeps receivers in PostgreSQL.</summary>
/// <remarks>Their secrets are kept as they are, since signing needs them: whoever reads the database can sign.</remarks>
internal sealed class FeedStore(StorePools pools)
{
    private const string Listed =
        $"""
         select s.id, name, address, format, cities, categories, kinds, least_urgent, classes, most_in_flight, created_at, created_by,
             ended_at, ended_by, (select count(*) from {FeedTables.Outbox} o where o.subscription = s.id),
             (select count(*) from {FeedTables.DeadLetter} d where d.subscription = s.id), delivered, delivered_at, failed_at, failure
         from {FeedTables.Subscription} s
         """;

    private const string Target =
        $"""
         select id, name, address, format, cities, categories, kinds, least_urgent, classes, most_in_flight, secret,
             case when former_until > clock_timestamp() then former_secret end, position
         from {FeedTables.Subscription} where ended_at is null
         """;

    /// <summary>All receivers, the latest first, or one.</summary>
    public async Task<List<FeedSubscription>> List(Guid? id, CancellationToken cancellation)
    {
        await using var command = pools.Readers.CreateCommand($"{Listed} where $1 is null or s.id = $1 order by created_at desc, s.id");
        command.Parameters.Add(new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FeedSubscription>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetGuid(0), rows.GetString(1), Value<string>(rows, 2), (FeedFormat)rows.GetInt16(3), Value<string[]>(rows, 4),
                Value<string[]>(rows, 5), Kinds(rows, 6), Number(rows, 7), Classes(rows, 8), rows.GetInt32(9), At(rows, 10)!.Value,
                rows.GetString(11), At(rows, 12), Value<string>(rows, 13), (int)rows.GetInt64(14), (int)rows.GetInt64(15),
                rows.GetInt64(16), At(rows, 17), At(rows, 18), Value<string>(rows, 19)));
        }
        return found;
    }

    /// <summary>The receivers that are told of things now.</summary>
    public async Task<List<FeedTarget>> Targets(CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        return await Targets(connection, null, cancellation);
    }

    /// <summary>The same within a transaction.</summary>
    public static async Task<List<FeedTarget>> Targets(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{Target} order by id", connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var targets = new List<FeedTarget>();
        while (await rows.ReadAsync(cancellation))
        {
            var secrets = new List<byte[]> { rows.GetFieldValue<byte[]>(10) };
            if (Value<byte[]>(rows, 11) is { } former)
                secrets.Add(former);
            targets.Add(new(
                rows.GetGuid(0), rows.GetString(1), Value<string>(rows, 2) is { } address ? new(address) : null,
                (FeedFormat)rows.GetInt16(3),
                new(Value<string[]>(rows, 4), Value<string[]>(rows, 5), Kinds(rows, 6), Number(rows, 7)),
                FeedSight.Of(Classes(rows, 8)), rows.GetInt32(9), secrets, rows.GetInt64(12)));
        }
        return targets;
    }

    /// <summary>Adds a receiver. It is told of the events after a position.</summary>
    public Task Add(FeedSubscription wanted, byte[] secret, long position, CancellationToken cancellation) => Execute(
        $"""
         insert into {FeedTables.Subscription} (id, name, address, format, cities, categories, kinds, least_urgent, classes,
             most_in_flight, secret, position, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         """,
        cancellation,
        wanted.Id, wanted.Name, Null(wanted.Address, NpgsqlDbType.Text), (short)wanted.Format,
        Null(wanted.Cities?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
        Null(wanted.Categories?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
        Null(wanted.Kinds?.Select(kind => (short)kind).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
        Null(wanted.LeastUrgent, NpgsqlDbType.Integer), wanted.Classes.Select(c => (short)c).ToArray(), wanted.MostInFlight, secret,
        position, wanted.CreatedAt.ToDateTimeUtc(), wanted.CreatedBy);

    /// <summary>Gives a receiver another secret; the one of before signs too until a moment.</summary>
    /// <returns>Whether there is such a receiver that is not ended.</returns>
    public async Task<bool> Rotate(Guid id, byte[] secret, Duration grace, CancellationToken cancellation) => await Execute(
        $"""
         update {FeedTables.Subscription} set former_secret = secret, former_until = clock_timestamp() + $3, secret = $2
         where id = $1 and ended_at is null
         """,
        cancellation, id, secret, grace.ToTimeSpan()) > 0;

    /// <summary>Ends a receiver for good, with what waits for it; its dead letters stay listed.</summary>
    /// <returns>Whether there is such a receiver that was not ended.</returns>
    public async Task<bool> End(Guid id, string by, Instant now, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Sql.Command(
            $"""
             update {FeedTables.Subscription} set ended_at = $2, ended_by = $3, secret = '', former_secret = null
             where id = $1 and ended_at is null
             """,
            id, now.ToDateTimeUtc(), by));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             delete from {FeedTables.Outbox} where subscription = $1
                 and exists (select from {FeedTables.Subscription} s where s.id = $1 and s.ended_at is not null)
             """, id));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             delete from {FeedTables.Told} where subscription = $1
                 and exists (select from {FeedTables.Subscription} s where s.id = $1 and s.ended_at is not null)
             """, id));
        await batch.ExecuteNonQueryAsync(cancellation);
        var isEnded = batch.BatchCommands[0].RecordsAffected > 0;
        await transaction.CommitAsync(cancellation);
        return isEnded;
    }

    private async Task<int> Execute(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = pools.Upkeep.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Sql.Parameter(value));
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Null(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static T? Value<T>(NpgsqlDataReader rows, int column) where T : class =>
        rows.IsDBNull(column) ? null : rows.GetFieldValue<T>(column);

    private static int? Number(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt32(column);

    private static Instant? At(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));

    private static FeedKind[]? Kinds(NpgsqlDataReader rows, int column) =>
        Value<short[]>(rows, column) is { } kinds ? Array.ConvertAll(kinds, kind => (FeedKind)kind) : null;

    private static FeedClass[] Classes(NpgsqlDataReader rows, int column) =>
        Array.ConvertAll(rows.GetFieldValue<short[]>(column), c => (FeedClass)c);
}
