using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;
using JasperFx.Events;

namespace Incidents.Projections.Dispatch;

/// <summary>
/// The table of changes to what is counted: the ledger's entries of every event of an incident but the first, each with the place and time
/// under which it counts.
/// </summary>
/// <param name="counts">What each event counts for.</param>
internal sealed class IncidentChanges(CountRules counts)
{
    /// <summary>Table name.</summary>
    public const string Table = "incident_change";

    private const string Columns =
        "id, version, entry, known, city, district, category, n, longitude, latitude, cell, occurred_at, occurred_day, occurred_hour, "
        + "time_precision";

    /// <summary>The statements that create the table.</summary>
    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid,
             version bigint,
             entry smallint,
             known date not null,
             city text collate "C" not null,
             district text collate "C",
             category text collate "C" not null,
             n int not null,
             longitude double precision,
             latitude double precision,
             cell bigint,
             occurred_at timestamptz not null,
             occurred_day date not null,
             occurred_hour smallint not null,
             time_precision smallint not null,
             primary key (id, version, entry));
         create index on {schema}.{Table} (occurred_at);
         """;

    /// <summary>The statement that inserts the changes of a page, or null where it has none.</summary>
    public SqlStatement? Insert(IReadOnlyList<IEvent> page, string schema)
    {
        var changes = Changes(page);
        if (changes.Count == 0)
            return null;
        T[] Of<T>(Func<Change, T> value) => [.. changes.Select(value)];
        return new(
            $"insert into {schema}.{Table} ({Columns}) select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            Of(c => c.Id), Of(c => c.Version), Of(c => c.Number), Of(c => c.Entry.KnownAt.Date.ToDateOnly()),
            Of(c => c.Entry.CountKey.Place.City),
            Of(c => c.Entry.CountKey.Place.District), Of(c => c.Entry.CountKey.Category), Of(c => c.Entry.Delta),
            Of(c => c.Entry.CountKey.Place.Point?.Longitude), Of(c => c.Entry.CountKey.Place.Point?.Latitude),
            Of(c => RegisterEntry.CellOf(c.Entry.CountKey)), Of(c => c.Entry.CountKey.OccurredAt.ToInstant().ToDateTimeOffset()),
            Of(c => c.Entry.CountKey.OccurredAt.Date.ToDateOnly()), Of(c => IncidentRegister.HourOfWeek(c.Entry.CountKey)),
            Of(c => (short)c.Entry.CountKey.Precision.Given()));
    }

    private List<Change> Changes(IReadOnlyList<IEvent> page)
    {
        var (changes, entries) = (new List<Change>(), new List<LedgerEntry>());
        foreach (var @event in page)
        {
            // The first event is the register's row itself.
            if (@event.Data is IncidentOpened)
                continue;
            entries.Clear();
            counts.Write((Domain.IDomainEvent)@event.Data, entries);
            entries.RemoveAll(entry => entry.Measure is not Measure.Incidents);
            if (@event.Data is OffenceAdded { Precedes: { } began } added)
            {
                // The register's row stands for the beginning: from now on for the earlier one.
                entries.Add(new(Measure.Incidents, added.CountKey(), added.KnownAt, -1));
                entries.Add(new(Measure.Incidents, began.CountKey, began.KnownAt, +1));
            }
            for (var i = 0; i < entries.Count; i++)
                changes.Add(new(@event.StreamId, @event.Version, (short)i, entries[i]));
        }
        return changes;
    }

    private readonly record struct Change(Guid Id, long Version, short Number, LedgerEntry Entry);
}
