using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>An entry with the values of the tables' keys: days, hour, cell and dimension keys, computed once for all tables.</summary>
public readonly struct LedgerLine
{
    /// <summary>Computes the values of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="keys">Collects the texts of the line's dimension keys.</param>
    public LedgerLine(in LedgerEntry entry, DimensionKeys keys)
    {
        var (countKey, occurred) = (entry.CountKey, entry.CountKey.OccurredAt);
        Measure = (short)entry.Measure;
        City = keys.Add(countKey.Place.City);
        Category = keys.Add(countKey.Category);
        Day = occurred.Date.ToDateOnly();
        Known = entry.KnownAt.Date.ToDateOnly();
        Delta = entry.Delta;
        District = keys.Add(countKey.Place.District ?? "");
        Minute = (short)(occurred.Hour * 60 + occurred.Minute);
        if (entry.Took is { } took)
        {
            Bucket = (short)DurationBuckets.Of(took);
            return;
        }
        Cell = countKey.Place.Point is { } point ? GridCell.At(point) : null;
        if (entry.Measure is Ledgers.Measure.Incidents && countKey.OccurredUntil is { } until)
            Length = Minutes(occurred, until);
    }

    /// <summary>Measure.</summary>
    public short Measure { get; }

    /// <summary>City code, as its dimension key.</summary>
    public long City { get; }

    /// <summary>Category code, as its dimension key.</summary>
    public long Category { get; }

    /// <summary>District as the source names it, empty where it names none; as its dimension key.</summary>
    public long District { get; }

    /// <summary>Local day of occurrence; for durations the day on which the clock started.</summary>
    public DateOnly Day { get; }

    /// <summary>Local minute of that day, 0 to 1,439.</summary>
    public short Minute { get; }

    /// <summary>Local day on which the change became known.</summary>
    public DateOnly Known { get; }

    /// <summary>Cell at <see cref="GridCell.FineZoom"/>; null where there are no coordinates, and for durations.</summary>
    public GridCell? Cell { get; }

    /// <summary>Bucket of the duration; null for what is counted.</summary>
    public short? Bucket { get; }

    /// <summary>
    /// Length in minutes of the interval in which an incident occurred, at least 1; null where its moment is known, and for other measures.
    /// </summary>
    public int? Length { get; }

    /// <summary>By how much the count changes; negative where an earlier line is reversed.</summary>
    public int Delta { get; }

    // Both ends in local time. Where the clocks were set back in between, the end may be earlier than the beginning: the length is then one
    // minute.
    private static int Minutes(OffsetDateTime from, OffsetDateTime until) =>
        (int)Math.Max(1, Period.Between(WholeMinute(from), WholeMinute(until), PeriodUnits.Minutes).Minutes);

    private static LocalDateTime WholeMinute(OffsetDateTime moment) => moment.Date + new LocalTime(moment.Hour, moment.Minute);
}
