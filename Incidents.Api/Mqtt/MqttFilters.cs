using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Mqtt;

/// <summary>Remembers what each host has subscribed to: a broker keeps it with the session, and tells nobody.</summary>
/// <remarks>
/// What a host subscribes to no longer, because its settings have changed, it would otherwise be sent for as long as the session lasts.
/// </remarks>
internal sealed class MqttFilters(StorePools pools)
{
    /// <summary>SQL that makes the table.</summary>
    public const string Ddl =
        """
        create schema if not exists ingest;
        create table if not exists ingest.mqtt_filter (
            client_id text collate "C",
            filter text collate "C",
            primary key (client_id, filter));
        """;

    /// <summary>Notes filters, before they are subscribed to.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    /// <returns>All filters of the session, from before too.</returns>
    public async Task<IReadOnlyList<string>> Note(string clientId, string[] filters, CancellationToken cancellation)
    {
        await using (var insert = Command(
            "insert into ingest.mqtt_filter (client_id, filter) select distinct $1, unnest($2) on conflict do nothing", clientId, filters))
            await insert.ExecuteNonQueryAsync(cancellation);
        await using var find = pools.Upkeep.CreateCommand("select filter from ingest.mqtt_filter where client_id = $1 order by 1");
        find.Parameters.Add(new NpgsqlParameter { Value = clientId });
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var known = new List<string>();
        while (await rows.ReadAsync(cancellation))
            known.Add(rows.GetString(0));
        return known;
    }

    /// <summary>Forgets filters that the session has no longer.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task Forget(string clientId, string[] filters, CancellationToken cancellation)
    {
        await using var command = Command(
            "delete from ingest.mqtt_filter where client_id = $1 and filter = any ($2)", clientId, filters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql, string clientId, string[] filters)
    {
        var command = pools.Upkeep.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = clientId });
        command.Parameters.Add(new NpgsqlParameter { Value = filters });
        return command;
    }
}
