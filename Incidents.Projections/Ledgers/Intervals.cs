namespace Incidents.Projections.Ledgers;

/// <summary>
/// Incidents of which only an interval is known ("between 22:00 and 06:00"), by the local minute at which it begins and its length in minutes: what is spread over the
/// hours of the week. They are in <see cref="CountsByHour"/> too, at the hour in which they begin; incidents whose moment is known are in that table only.
/// </summary>
public sealed class Intervals : LedgerTable<Intervals.RowKey>
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
    protected override bool TryKey(in LedgerLine line, out RowKey key)
    {
        key = default;
        if (line.Length is not { } length)
            return false;
        key = new(line.City, line.Category, line.Day, line.Minute, length, line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<RowKey> keys)
    {
        var (cities, categories, days) = (new long[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        var (minutes, lengths, districts, knowns) = (new short[keys.Length], new int[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (cities[i], categories[i], days[i], minutes[i], lengths[i], districts[i], knowns[i]) = keys[i];
        return [cities, categories, days, minutes, lengths, districts, knowns];
    }

    /// <summary>Key of a row.</summary>
    /// <param name="City">City code, as its label.</param>
    /// <param name="Category">Category code, as its label.</param>
    /// <param name="Day">Local day on which the interval begins.</param>
    /// <param name="Minute">Local minute of that day, 0 to 1,439.</param>
    /// <param name="Length">Its length in minutes, at least 1.</param>
    /// <param name="District">District as the source names it, empty where it names none; as its label.</param>
    /// <param name="Known">Local day on which the change became known.</param>
    public readonly record struct RowKey(long City, long Category, DateOnly Day, short Minute, int Length, long District, DateOnly Known) : IComparable<RowKey>
    {
        /// <inheritdoc/>
        public int CompareTo(RowKey other)
        {
            var order = City.CompareTo(other.City);
            if (order == 0) order = Category.CompareTo(other.Category);
            if (order == 0) order = Day.CompareTo(other.Day);
            if (order == 0) order = Minute.CompareTo(other.Minute);
            if (order == 0) order = Length.CompareTo(other.Length);
            if (order == 0) order = District.CompareTo(other.District);
            return order == 0 ? Known.CompareTo(other.Known) : order;
        }
    }
}
