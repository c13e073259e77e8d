using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Pictures;

/// <summary>The secret key of links to pictures, kept in the database so that a link of one host can be used at all.</summary>
/// <remarks>Whoever has it can make links, and must still sign in as the person that a link is for.</remarks>
internal sealed class PictureKey(NpgsqlDataSource source)
{
    /// <summary>Table name.</summary>
    public const string Table = $"{EventStore.Schema}.picture_key";

    /// <summary>Makes the table and the key: two random UUIDs, which have 244 random bits.</summary>
    public const string Ddl =
        $"""
         create table if not exists {Table} (is_only boolean primary key default true check (is_only), key bytea not null);
         insert into {Table} (key)
         select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') on conflict do nothing;
         """;

    private byte[]? key;

    /// <summary>The key.</summary>
    public async ValueTask<byte[]> Bytes(CancellationToken cancellation)
    {
        if (key is { } known)
            return known;
        await using var command = source.CreateCommand($"select key from {Table}");
        return key = (byte[])(await command.ExecuteScalarAsync(cancellation))!;
    }
}
