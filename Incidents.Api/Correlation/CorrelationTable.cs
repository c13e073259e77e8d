using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Correlation;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Correlation;

/// <summary>What the correlation knows of incidents: all that is known at its cursor, and what it has decided itself.</summary>
internal static class CorrelationTable
{
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.correlation_incidents (
            id uuid primary key,
            city text collate "C" not null,
            category text collate "C" not null,
            longitude double precision,
            latitude double precision,
            device_id text collate "C",
            occurred_at timestamptz not null,
            until_at timestamptz not null,
            moments jsonb,
            is_over boolean not null,
            is_withdrawn boolean not null,
            merged_into uuid) with (fillfactor = 80);
        create index if not exists correlation_incident_open on ops.correlation_incidents (until_at)
            where not is_over and not is_withdrawn and merged_into is null;
        """;

    private const string IsOpen = "not is_over and not is_withdrawn and merged_into is null";

    private const string Columns =
        "id, city, category, longitude, latitude, device_id, occurred_at, until_at, moments, is_over, is_withdrawn, merged_into";

    /// <summary>The incidents that are open and that a signal may join still.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="kept">How long before the latest of them others count.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<IncidentGrid> Open(NpgsqlConnection connection, Duration kept, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select {Columns} from ops.correlation_incidents where {IsOpen}
                 and until_at >= (select max(until_at) from ops.correlation_incidents where {IsOpen}) - $1
             """, connection);
        command.Parameters.Add(new() { Value = kept.ToTimeSpan() });
        var grid = new IncidentGrid();
        foreach (var incident in await Read(command, cancellation))
            grid.Put(incident);
        return grid;
    }

    /// <summary>Some incidents, open or not.</summary>
    public static async Task<Dictionary<Guid, CorrelatedIncident>> Find(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
            return [];
        await using var command = new NpgsqlCommand($"select {Columns} from ops.correlation_incidents where id = any($1)", connection);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        return (await Read(command, cancellation)).ToDictionary(incident => incident.Id);
    }

    /// <summary>Writes incidents in the connection's transaction.</summary>
    public static async Task Write(
        NpgsqlConnection connection, IReadOnlyCollection<CorrelatedIncident> incidents, CancellationToken cancellation)
    {
        if (incidents.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            $"""
             insert into ops.correlation_incidents ({Columns})
             select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (id) do update set city = excluded.city, category = excluded.category, longitude = excluded.longitude,
                 latitude = excluded.latitude, device_id = excluded.device_id, occurred_at = excluded.occurred_at,
                 until_at = excluded.until_at, moments = excluded.moments, is_over = excluded.is_over,
                 is_withdrawn = excluded.is_withdrawn, merged_into = excluded.merged_into
             """, connection);
        Add(i => i.Id, NpgsqlDbType.Uuid);
        Add(i => i.City, NpgsqlDbType.Text);
        Add(i => i.Category, NpgsqlDbType.Text);
        Add(i => i.Point?.Longitude, NpgsqlDbType.Double);
        Add(i => i.Point?.Latitude, NpgsqlDbType.Double);
        Add(i => i.DeviceId, NpgsqlDbType.Text);
        Add(i => i.OccurredAt.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        Add(i => i.Until.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        Add(i => Json(i.Moments), NpgsqlDbType.Jsonb);
        Add(i => i.IsOver, NpgsqlDbType.Boolean);
        Add(i => i.IsWithdrawn, NpgsqlDbType.Boolean);
        Add(i => i.MergedInto, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(cancellation);

        void Add<T>(Func<CorrelatedIncident, T> value, NpgsqlDbType type) => command.Parameters.Add(new()
        {
            Value = incidents.Select(value).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });
    }

    /// <summary>Those of some signals whose first event led to a command.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="signals">The streams of the signals.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<HashSet<Guid>> Decided(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> signals, CancellationToken cancellation)
    {
        if (signals.Count == 0)
            return [];
        var beginnings = await Commitments.Beginnings(connection, signals, cancellation);
        await using var command = new NpgsqlCommand(
            "select distinct cause from ops.reaction_commands where cause = any($1) and reaction = $2", connection);
        command.Parameters.Add(new() { Value = beginnings.Keys.ToArray() });
        command.Parameters.Add(new() { Value = CorrelationReaction.ReactionName });
        return [.. (await Ids(command, cancellation)).Select(cause => beginnings[cause])];
    }

    /// <summary>The incidents that refused what an event led to.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cause">The event.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<HashSet<Guid>> Refusing(NpgsqlConnection connection, Guid cause, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select stream_id from ops.reaction_commands where cause = $1 and reaction = $2 and code is not null", connection);
        command.Parameters.Add(new() { Value = cause });
        command.Parameters.Add(new() { Value = CorrelationReaction.ReactionName });
        return await Ids(command, cancellation);
    }

    private static async Task<HashSet<Guid>> Ids(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new HashSet<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetGuid(0));
        return found;
    }

    private static async Task<List<CorrelatedIncident>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<CorrelatedIncident>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2),
                rows.IsDBNull(3) ? null : new GeoPoint(rows.GetDouble(3), rows.GetDouble(4)), rows.IsDBNull(5) ? null : rows.GetString(5),
                Instant.FromDateTimeUtc(rows.GetDateTime(6)), rows.IsDBNull(8) ? SignalMoments.None : Moments(rows.GetString(8)),
                rows.GetBoolean(9), rows.GetBoolean(10), rows.IsDBNull(11) ? null : rows.GetGuid(11)));
        }
        return found;
    }

    private static string? Json(SignalMoments moments) =>
        moments.All.Count == 0 ? null : JsonSerializer.Serialize(moments.All, EventJson.Options);

    private static SignalMoments Moments(string json) =>
        SignalMoments.Of(JsonSerializer.Deserialize<SignalMoment[]>(json, EventJson.Options)!);
}
