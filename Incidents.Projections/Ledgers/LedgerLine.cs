using Incidents.Domain;

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
        Hour = LedgerHour.Missing(countKey.Precision) ?? (short)occurred.Hour;
        if (entry.Took is { } took)
        {
            Bucket = (short)DurationBuckets.Of(took);
            return;
        }
        Cell = countKey.Place.Point is { } point ? GridCell.At(point) : null;
        Precision = countKey.Precision.Given();
        OffsetSeconds = occurred.Offset.Seconds;
        if (countKey.OccurredUntil is { } until)
            Length = TimeUnits.Minutes(occurred, until);
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

    /// <summary>Local hour of that day, 0 to 23; below 0 where it is not known (<see cref="LedgerHour"/>).</summary>
    public short Hour { get; }

    /// <summary>How precisely the time of occurrence is known; to the minute for durations.</summary>
    public TimePrecision Precision { get; }

    /// <summary>Offset of the city's clock at the time of occurrence, in seconds; 0 for durations.</summary>
    public int OffsetSeconds { get; }

    /// <summary>Local day on which the change became known.</summary>
    public DateOnly Known { get; }

    /// <summary>Cell at <see cref="GridCell.FineZoom"/>; null where there are no coordinates, and for durations.</summary>
    public GridCell? Cell { get; }

    /// <summary>Bucket of the duration; null for what is counted.</summary>
    public short? Bucket { get; }

    /// <summary>
    /// Elapsed minutes of the interval in which it occurred, at least 1; null where none is given, and for durations. Both ends are whole
    /// minutes.
    /// </summary>
    public int? Length { get; }

    /// <summary>By how much the count changes; negative where an earlier line is reversed.</summary>
    public int Delta { get; }
}
