using IntervalKey = (long City, long Category, System.DateOnly Day, short Minute, int Length, long District, System.DateOnly Known);

namespace Incidents.Projections.Ledgers;

/// <summary>
/// Incidents of which only an interval is known ("between 22:00 and 06:00"), by the local minute at which it begins and its length in
/// minutes: aoristic weights spread them over the hours of the week. They are in <see cref="CountsByHour"/> too, at the hour in which they
/// begin; incidents whose moment is known are in that table only.
/// </summary>
public sealed class Intervals : LedgerTable<IntervalKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "interval";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "city bigint, category bigint, day date, minute smallint, length int, district bigint, known date";

    /// <inheritdoc/>
    public override string Key => "city, category, day, minute, length, district, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out IntervalKey key)
    {
        key = default;
        if (line.Length is not { } length)
            return false;
        key = (line.City, line.Category, line.Day, line.Minute, length, line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<IntervalKey> keys)
    {
        var (cities, categories, days) = (new long[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        var (minutes, lengths, districts, knowns) = (
            new short[keys.Length], new int[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (cities[i], categories[i], days[i], minutes[i], lengths[i], districts[i], knowns[i]) = keys[i];
        return [cities, categories, days, minutes, lengths, districts, knowns];
    }
}
