using System.Diagnostics.Metrics;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>An event that a read model could not apply: the model's figures are without it until it is released.</summary>
/// <param name="ReadModel">Name of the read model: `register`, `signals`, `devices`, `ledger` or `forecasts`.</param>
/// <param name="Sequence">Number of the event in the store.</param>
/// <param name="StreamId">Id of the alert, call, violation, incident, device or forecast that it belongs to.</param>
/// <param name="Version">That thing's version after it.</param>
/// <param name="Type">What happened, e.g. `alert_raised`.</param>
/// <param name="Reason">Why it could not be applied.</param>
/// <param name="QuarantinedAt">When that was.</param>
public sealed record QuarantinedEvent(
    string ReadModel, long Sequence, Guid StreamId, long Version, string Type, string Reason, Instant QuarantinedAt);

/// <summary>The events that a read model could not apply: kept, skipped by it, and given to it once more after a fix.</summary>
/// <param name="source">The database.</param>
internal sealed class QuarantineTable(NpgsqlDataSource source)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Incidents.ReadModels";

    /// <summary>Table of the events that the daemon could not read.</summary>
    public const string Unreadable = $"{EventStore.Schema}.mt_doc_deadletterevent";

    private static readonly Counter<long> Quarantined = new Meter(MeterName).CreateCounter<long>(
        "incidents.readmodels.quarantined", "{event}", "Events that a read model could not apply.");

    // Events that cannot even be read are recorded by the daemon: every read model is without them.
    private const string All =
        $"""
         (select read_model, seq_id, stream_id, version, type, reason, quarantined_at, released_at from {StoreTables.Quarantine}
          union all
          select p.projection, e.seq_id, e.stream_id, e.version, e.type, coalesce(d.data ->> 'exceptionMessage', 'It cannot be read.'),
              d.mt_last_modified, null
          from {EventStore.Schema}.mt_doc_deadletterevent d
          join {EventStore.Schema}.mt_events e on e.seq_id = (d.data ->> 'eventSequence')::bigint
          cross join {StoreTables.Progress} p
          where not exists (
              select from {StoreTables.Quarantine} q where q.read_model = p.projection and q.seq_id = e.seq_id)) as quarantined
         """;

    /// <summary>Keeps an event, in the transaction that goes on without it.</summary>
    public static async Task Add(NpgsqlConnection connection, string readModel, UnappliableEvent fault, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {StoreTables.Quarantine} (read_model, seq_id, stream_id, version, type, reason)
             select $1, seq_id, stream_id, version, type, $3 from {EventStore.Schema}.mt_events where seq_id = $2
             on conflict (read_model, seq_id) do nothing
             """, connection);
        command.Parameters.Add(new() { Value = readModel });
        command.Parameters.Add(new() { Value = fault.Event.Sequence });
        command.Parameters.Add(new() { Value = fault.Reason.Length > 2_000 ? fault.Reason[..2_000] : fault.Reason });
        if (await command.ExecuteNonQueryAsync(cancellation) > 0)
            Quarantined.Add(1, new KeyValuePair<string, object?>("read_model", readModel));
    }

    /// <summary>Sequences of the events that a read model skips, released or not.</summary>
    public async Task<IReadOnlySet<long>> Skipped(string readModel, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select seq_id from {All} where read_model = $1");
        command.Parameters.Add(new() { Value = readModel });
        var skipped = new HashSet<long>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            skipped.Add(rows.GetInt64(0));
        return skipped;
    }

    /// <summary>Number of events that wait for their release.</summary>
    /// <param name="readModel">Only those of this read model; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<int> Count(string? readModel, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select count(*) from {All} where released_at is null and ($1::text is null or read_model = $1)");
        command.Parameters.Add(new() { Value = (object?)readModel ?? DBNull.Value });
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Events that wait for their release, in order of sequence.</summary>
    /// <param name="readModel">Only those of this read model; null for all.</param>
    /// <param name="after">Sequence and read model to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<QuarantinedEvent>> List(
        string? readModel, (long Sequence, string ReadModel)? after, bool backward, int limit, CancellationToken cancellation)
    {
        var (than, direction) = backward ? ('<', "desc") : ('>', "asc");
        await using var command = source.CreateCommand(
            $"""
             select read_model, seq_id, stream_id, version, type, reason, quarantined_at from {All}
             where released_at is null and ($1::text is null or read_model = $1)
                 and ($2::bigint is null or (seq_id, read_model) {than} ($2, $3::text collate "C"))
             order by seq_id {direction}, read_model {direction} limit $4
             """);
        command.Parameters.Add(new() { Value = (object?)readModel ?? DBNull.Value });
        command.Parameters.Add(new() { Value = (object?)after?.Sequence ?? DBNull.Value });
        command.Parameters.Add(new() { Value = after?.ReadModel ?? "" });
        command.Parameters.Add(new() { Value = limit });
        var found = new List<QuarantinedEvent>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetString(0), rows.GetInt64(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetString(5),
                Instant.FromDateTimeUtc(rows.GetDateTime(6))));
        }
        return found;
    }

    /// <summary>Records that an event was released.</summary>
    public async Task MarkReleased(string readModel, long sequence, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             insert into {StoreTables.Quarantine} (read_model, seq_id, stream_id, version, type, reason, quarantined_at, released_at)
             select read_model, seq_id, stream_id, version, type, reason, quarantined_at, now() from {All}
             where read_model = $1 and seq_id = $2
             on conflict (read_model, seq_id) do update set released_at = excluded.released_at
             """);
        command.Parameters.Add(new() { Value = readModel });
        command.Parameters.Add(new() { Value = sequence });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Masks the reasons of the events of some streams: the message of a fault may repeat a value.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="isDryRun">Whether nothing is changed, and only counted.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>How many reasons are masked now, or would be.</returns>
    public async Task<long> Mask(Guid[] streams, bool isDryRun, CancellationToken cancellation)
    {
        const string Recorded =
            $"select ctid from {StoreTables.Quarantine} where reason <> '{PersonalFields.Mark}' and stream_id = any($1)";
        const string OfDaemon =
            $"""
             select d.id from {Unreadable} d join {EventStore.Schema}.mt_events e on e.seq_id = (d.data ->> 'eventSequence')::bigint
             where d.data ->> 'exceptionMessage' <> '{PersonalFields.Mark}' and e.stream_id = any($1)
             """;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (isDryRun)
        {
            await using var count = new NpgsqlCommand(
                $"select (select count(*) from ({Recorded}) as r) + (select count(*) from ({OfDaemon}) as d)", connection);
            count.Parameters.Add(new() { Value = streams });
            return (long)(await count.ExecuteScalarAsync(cancellation))!;
        }
        var masked = 0L;
        foreach (var sql in (string[])[
            $"update {StoreTables.Quarantine} set reason = '{PersonalFields.Mark}' where ctid in ({Recorded})",
            $$"""
              update {{Unreadable}} set data = jsonb_set(data, '{exceptionMessage}', '"{{PersonalFields.Mark}}"') where id in ({{OfDaemon}})
              """])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = streams });
            masked += await command.ExecuteNonQueryAsync(cancellation);
        }
        return masked;
    }
}
