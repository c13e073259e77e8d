using Incidents.Api.Store;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Access.Keys;

/// <summary>Keeps the keys of devices in PostgreSQL.</summary>
internal sealed class DeviceKeyStore(StorePools pools)
{
    public const string Ddl =
        """
        create schema if not exists sign_in;
        create table if not exists sign_in.device_key (
            id uuid primary key,
            note text not null,
            source text not null,
            device_ids text[],
            cities text[],
            per_minute int not null,
            sha256 bytea not null,
            former_sha256 bytea,
            former_until timestamptz,
            created_at timestamptz not null,
            created_by text not null,
            expires_at timestamptz,
            rotated_at timestamptz,
            revoked_at timestamptz,
            revoked_by text);
        """;

    /// <summary>All keys, the latest first.</summary>
    public async Task<List<KeptKey>> All(CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            """
            select id, note, source, device_ids, cities, per_minute, created_at, created_by, expires_at, rotated_at, former_until,
                revoked_at, revoked_by, sha256, former_sha256
            from sign_in.device_key order by created_at desc, id
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<KeptKey>();
        while (await rows.ReadAsync(cancellation))
        {
            keys.Add(new(
                new(
                    rows.GetGuid(0), rows.GetString(1), rows.GetString(2), Value<string[]>(3), Value<string[]>(4), rows.GetInt32(5),
                    At(6)!.Value, rows.GetString(7), At(8), At(9), At(10), At(11), Value<string>(12)),
                rows.GetFieldValue<byte[]>(13), Value<byte[]>(14)));
        }
        return keys;

        T? Value<T>(int column) where T : class => rows.IsDBNull(column) ? null : rows.GetFieldValue<T>(column);

        Instant? At(int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }

    /// <summary>Adds a key.</summary>
    public Task Add(KeptKey kept, CancellationToken cancellation) => Execute(
        """
        insert into sign_in.device_key
            (id, note, source, device_ids, cities, per_minute, sha256, created_at, created_by, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        cancellation,
        kept.Key.Id, kept.Key.Note, kept.Key.Source, Texts(kept.Key.DeviceIds), Texts(kept.Key.Cities), kept.Key.PerMinute, kept.Sha256,
        Time(kept.Key.CreatedAt), kept.Key.CreatedBy, Time(kept.Key.ExpiresAt));

    /// <summary>Gives a key another secret; the one of before is accepted until a moment.</summary>
    /// <returns>Whether there is such a key that is not revoked.</returns>
    public async Task<bool> Rotate(Guid id, byte[] sha256, Instant now, Instant formerUntil, CancellationToken cancellation) =>
        await Execute(
            """
            update sign_in.device_key set former_sha256 = sha256, former_until = $4, sha256 = $2, rotated_at = $3
            where id = $1 and revoked_at is null
            """,
            cancellation, id, sha256, Time(now), Time(formerUntil)) > 0;

    /// <summary>Revokes a key for good.</summary>
    /// <returns>Whether there is such a key that was not revoked.</returns>
    public async Task<bool> Revoke(Guid id, string by, Instant now, CancellationToken cancellation) => await Execute(
        "update sign_in.device_key set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null",
        cancellation, id, Time(now), by) > 0;

    private static object Time(Instant? moment) => (object?)moment?.ToDateTimeUtc() ?? DBNull.Value;

    private static object Texts(IReadOnlyList<string>? texts) => (object?)texts?.ToArray() ?? DBNull.Value;

    private async Task<int> Execute(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = pools.Upkeep.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
