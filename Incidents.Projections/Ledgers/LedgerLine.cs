using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>An entry as the tables' keys want it: days, hour, cell and labels worked out once for all tables.</summary>
public readonly struct LedgerLine
{
    /// <summary>Takes an entry apart.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="labels">Takes note of the texts that the line's numbers stand for.</param>
    public LedgerLine(in LedgerEntry entry, Labels labels)
    {
        var (countKey, occurred) = (entry.CountKey, entry.CountKey.OccurredAt);
        Measure = (short)entry.Measure;
        City = labels.Note(countKey.Place.City);
        Category = labels.Note(countKey.Category);
        Day = occurred.Date.ToDateOnly();
        Known = entry.KnownAt.Date.ToDateOnly();
        Delta = entry.Delta;
        if (entry.Took is { } took)
        {
            Bucket = (short)DurationBuckets.Of(took);
            return;
        }
        District = labels.Note(countKey.Place.District ?? "");
        Minute = (short)(occurred.Hour * 60 + occurred.Minute);
        Cell = countKey.Place.Point is { } point ? GridCell.At(point) : null;
        if (entry.Measure is Ledgers.Measure.Incidents && countKey.OccurredUntil is { } until)
            Length = Minutes(occurred, until);
    }

    /// <summary>Measure.</summary>
    public short Measure { get; }

    /// <summary>City code, as its label.</summary>
    public long City { get; }

    /// <summary>Category code, as its label.</summary>
    public long Category { get; }

    /// <summary>District as the source names it, empty where it names none; as its label. Not for durations.</summary>
    public long District { get; }

    /// <summary>Local day of occurrence; for durations that on which the clock started.</summary>
    public DateOnly Day { get; }

    /// <summary>Local minute of that day, 0 to 1,439. Not for durations.</summary>
    public short Minute { get; }

    /// <summary>Local day on which the change became known.</summary>
    public DateOnly Known { get; }

    /// <summary>The finest cell; null where there are no coordinates, and for durations.</summary>
    public GridCell? Cell { get; }

    /// <summary>Bucket of the duration; null for what is counted.</summary>
    public short? Bucket { get; }

    /// <summary>Minutes within which an incident occurred, at least 1; null where its moment is known, and for all else.</summary>
    public int? Length { get; }

    /// <summary>+1, or -1 where an earlier line is undone.</summary>
    public int Delta { get; }

    // Both ends as the city's clocks showed them. Where these were set back meanwhile, the end may read earlier: then it is the minute of the beginning.
    private static int Minutes(OffsetDateTime from, OffsetDateTime until) =>
        (int)Math.Max(1, Period.Between(WholeMinute(from), WholeMinute(until), PeriodUnits.Minutes).Minutes);

    private static LocalDateTime WholeMinute(OffsetDateTime moment) => moment.Date + new LocalTime(moment.Hour, moment.Minute);
}
