using Incidents.Api.Store;
using Incidents.Domain.Access;
using Npgsql;

namespace Incidents.Api.Access.Suppression;

/// <summary>The secret key of the rounding, kept in the database so that all hosts round alike.</summary>
/// <remarks>
/// It is made once. With another key the same counts are rounded anew, and two roundings of one count say more than one: it is never
/// changed, and a backup holds it.
/// </remarks>
internal sealed class SuppressionKey(NpgsqlDataSource source, AccessSettings settings)
{
    /// <summary>Table name.</summary>
    public const string Table = $"{EventStore.Schema}.suppression_key";

    /// <summary>Makes the table and the key: two random UUIDs, which have 244 random bits.</summary>
    public const string Ddl =
        $"""
         create table if not exists {Table} (is_only boolean primary key default true check (is_only), key bytea not null);
         insert into {Table} (key)
         select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') on conflict do nothing;
         """;

    private ControlledRounding? rounding;

    /// <summary>The rounding with this key to multiples of the smallest count that is shown.</summary>
    public async ValueTask<ControlledRounding> Rounding(CancellationToken cancellation)
    {
        if (rounding is { } known)
            return known;
        await using var command = source.CreateCommand($"select key from {Table}");
        var key = (byte[])(await command.ExecuteScalarAsync(cancellation))!;
        return rounding = new(key, settings.SmallestCount);
    }
}
