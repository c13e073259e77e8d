using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Work;
using JasperFx.Events;

namespace Incidents.Projections.Work;

/// <summary>A row for each thing that somebody works on; none for what nobody works on.</summary>
/// <remarks>
/// It holds no words: a note is read from the events, where it may be masked. Also what is over keeps its row until it is released:
/// readers leave out what nothing is left to do on.
/// </remarks>
public sealed class WorkRegister : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "work";

    /// <summary>Table name.</summary>
    public const string Table = "work";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             kind text collate "C" not null,
             city text collate "C" not null,
             holder text not null,
             taken_at timestamptz not null,
             given_by text);
         create index on {schema}.{Table} (holder, taken_at, id);
         create index on {schema}.{Table} (city, taken_at, id);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        // Of several events of one thing the last one says who has it, and the last one that names its town where it is.
        var (last, towns) = (new Dictionary<Guid, IWorkEvent>(), new Dictionary<Guid, string>());
        foreach (var @event in page)
        {
            if (@event.Data is IWorkEvent work)
                last[@event.StreamId] = work;
            if (TownOf(@event.Data) is { } town)
                towns[@event.StreamId] = town;
        }
        var held = last.Where(one => one.Value.Holder is not null).OrderBy(one => one.Key).ToArray();
        var free = last.Where(one => one.Value.Holder is null).Select(one => one.Key).Order().ToArray();
        if (free.Length > 0)
            yield return new($"delete from {schema}.{Table} where id = any(?)", free);
        if (held.Length > 0)
        {
            yield return new(
                $"""
                 insert into {schema}.{Table} (id, kind, city, holder, taken_at, given_by)
                 select * from unnest(?, ?, ?, ?, ?, ?)
                 on conflict (id) do update set city = excluded.city, holder = excluded.holder, taken_at = excluded.taken_at,
                     given_by = excluded.given_by
                 """,
                Array.ConvertAll(held, one => one.Key), Array.ConvertAll(held, one => KindName(one.Value.Kind)),
                Array.ConvertAll(held, one => towns[one.Key]), Array.ConvertAll(held, one => one.Value.Holder!),
                Array.ConvertAll(held, one => one.Value.OccurredAt.ToDateTimeOffset().ToUniversalTime()),
                Array.ConvertAll(held, one => (one.Value as WorkHandedOver)?.By));
        }
        var moved = towns.Where(one => !last.ContainsKey(one.Key)).OrderBy(one => one.Key).ToArray();
        if (moved.Length > 0)
        {
            yield return new(
                $"update {schema}.{Table} w set city = t.city from unnest(?, ?) as t (id, city) where w.id = t.id",
                Array.ConvertAll(moved, one => one.Key), Array.ConvertAll(moved, one => one.Value));
        }
    }

    private static string? TownOf(object @event) => @event switch
    {
        IWorkEvent e => e.City,
        IncidentCorrected e => e.After.Place.City,
        AlertBeginningReported e => e.Alert.Place.City,
        SosCallBeginningReported e => e.Call.Place.City,
        _ => null,
    };

    /// <summary>The name of a kind in the table.</summary>
    public static string KindName(WorkKind kind) => kind switch
    {
        WorkKind.Alert => "alert",
        WorkKind.SosCall => "sosCall",
        WorkKind.Violation => "violation",
        WorkKind.Incident => "incident",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind with a name in the table.</summary>
    public static WorkKind Kind(string name) => Enum.GetValues<WorkKind>().Single(kind => KindName(kind) == name);
}
