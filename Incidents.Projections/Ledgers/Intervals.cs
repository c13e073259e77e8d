using Incidents.Domain;
using IntervalKey = (
    short Precision, short Measure, long City, long Category, System.DateOnly Day, short Minute, int OffsetSeconds, int Length,
    long District, System.DateOnly Known);

namespace Incidents.Projections.Ledgers;

/// <summary>What is not known to the minute.</summary>
/// <remarks>
/// Aoristic weights spread it over the hours of the week, and notes say how many there are.
/// Each row is a beginning, by local minute and offset, the precision with which it is known, and the elapsed minutes of the interval where
/// one is given ("between 22:00 and 06:00"); 0 where the interval is the hour, day, month or year itself, whose end the city's zone
/// decides. All of it is in <see cref="CountsByHour"/> too. The precision comes first in the key, because most rows are intervals between
/// two minutes, and most questions are about the others.
/// </remarks>
public sealed class Intervals : LedgerTable<IntervalKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "interval";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns =>
        "precision smallint, measure smallint, city bigint, category bigint, day date, minute smallint, offset_seconds int, length int, "
        + "district bigint, known date";

    /// <inheritdoc/>
    public override string Key => "precision, measure, city, category, day, minute, offset_seconds, length, district, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out IntervalKey key)
    {
        key = default;
        if (line.Bucket is not null || (line.Length is null && line.Precision is TimePrecision.Minute))
            return false;
        key = (
            (short)line.Precision, line.Measure, line.City, line.Category, line.Day, line.Minute, line.OffsetSeconds, line.Length ?? 0,
            line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<IntervalKey> keys)
    {
        var (precisions, measures, cities, categories) = (
            new short[keys.Length], new short[keys.Length], new long[keys.Length], new long[keys.Length]);
        var (days, minutes, offsets) = (new DateOnly[keys.Length], new short[keys.Length], new int[keys.Length]);
        var (lengths, districts, knowns) = (new int[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            (precisions[i], measures[i], cities[i], categories[i], days[i], minutes[i], offsets[i], lengths[i], districts[i], knowns[i]) =
                keys[i];
        }
        return [precisions, measures, cities, categories, days, minutes, offsets, lengths, districts, knowns];
    }
}
