using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Projections.Signals;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Correlation;

/// <summary>What rules look at of each live alert, call and violation, as its beginning said it, for a replay of rules.</summary>
/// <remarks>A signal whose beginning was reported after a later step has two rows: as it was assumed, and as it was reported.</remarks>
public sealed class CorrelationSignals : TableProjection
{
    /// <summary>Table name.</summary>
    public const string Table = "correlation_signal";

    /// <summary>What became known so long before it was stored came with a historic batch; a live report did not.</summary>
    public static readonly Duration HistoricAfter = EventTime.ClockSkew;

    private const string Columns =
        "known_at, seq_id, id, kind, city, category, confidence, longitude, latitude, device_id, occurred_at, occurred_offset, beginning";

    /// <inheritdoc/>
    public override string Name => "correlation";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             known_at timestamptz not null,
             seq_id bigint not null,
             id uuid not null,
             kind text collate "C" not null,
             city text collate "C" not null,
             category text collate "C" not null,
             confidence double precision,
             longitude double precision,
             latitude double precision,
             device_id text collate "C",
             occurred_at timestamptz not null,
             occurred_offset int not null,
             beginning smallint not null default 0,
             primary key (known_at, seq_id));
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var found = new List<(long Sequence, CorrelatedSignal Signal)>();
        foreach (var @event in page)
        {
            if (CorrelatedSignal.Of(@event.StreamId, (IDomainEvent)@event.Data) is { } signal
                && Instant.FromDateTimeOffset(@event.Timestamp) - signal.KnownAt.ToInstant() <= HistoricAfter)
                found.Add((@event.Sequence, signal));
        }
        (long Sequence, CorrelatedSignal Signal)[] rows = [.. found];
        if (rows.Length > 0)
        {
            yield return new(
                $"""
                 insert into {schema}.{Table} ({Columns})
                 select {Columns} from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as t ({Columns})
                 """,
                Of(rows, s => s.KnownAt.ToInstant().ToDateTimeOffset()), Array.ConvertAll(rows, row => row.Sequence),
                Of(rows, s => s.Signal.Id), Of(rows, s => SignalRegister.KindName(s.Signal.Kind)), Of(rows, s => s.Place.City),
                Of(rows, s => s.Category), Of(rows, s => s.Confidence), Of(rows, s => s.Place.Point?.Longitude),
                Of(rows, s => s.Place.Point?.Latitude), Of(rows, s => s.DeviceId),
                Of(rows, s => s.OccurredAt.ToInstant().ToDateTimeOffset()), Of(rows, s => s.OccurredAt.Offset.Seconds),
                Of(rows, s => (short)s.Beginning));
        }
    }

    private static T[] Of<T>((long Sequence, CorrelatedSignal Signal)[] rows, Func<CorrelatedSignal, T> value) =>
        Array.ConvertAll(rows, row => value(row.Signal));
}
