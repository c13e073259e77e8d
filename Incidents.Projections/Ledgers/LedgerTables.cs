using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>
/// Counts by cell of <see cref="GridCell.FineZoom"/> and day: what maps are drawn from. Entries without coordinates are not in it.
/// The day's month stands before the cell, so that a part of the world over some months is a short walk along the key for each month,
/// however many years there are.
/// </summary>
public sealed class HeatByDay : LedgerTable<HeatByDay.RowKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "heat_day";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "measure smallint, category bigint, month date, cell bigint, day date, known date";

    /// <inheritdoc/>
    public override string Key => "measure, category, month, cell, day, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out RowKey key)
    {
        key = default;
        if (line.Cell is not { } cell)
            return false;
        key = new(line.Measure, line.Category, new(line.Day.Year, line.Day.Month, 1), cell.Code, line.Day, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<RowKey> keys)
    {
        var (measures, categories, cells) = (new short[keys.Length], new long[keys.Length], new long[keys.Length]);
        var (months, days, knowns) = (new DateOnly[keys.Length], new DateOnly[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], categories[i], months[i], cells[i], days[i], knowns[i]) = keys[i];
        return [measures, categories, months, cells, days, knowns];
    }

    /// <summary>Key of a row.</summary>
    /// <param name="Measure">Measure.</param>
    /// <param name="Category">Category code, as its label.</param>
    /// <param name="Month">First day of the month of occurrence.</param>
    /// <param name="Cell">Morton code at <see cref="GridCell.FineZoom"/>.</param>
    /// <param name="Day">Local day of occurrence.</param>
    /// <param name="Known">Local day on which the change became known.</param>
    public readonly record struct RowKey(short Measure, long Category, DateOnly Month, long Cell, DateOnly Day, DateOnly Known) : IComparable<RowKey>
    {
        /// <inheritdoc/>
        public int CompareTo(RowKey other)
        {
            var order = Measure.CompareTo(other.Measure);
            if (order == 0) order = Category.CompareTo(other.Category);
            if (order == 0) order = Month.CompareTo(other.Month);
            if (order == 0) order = Cell.CompareTo(other.Cell);
            if (order == 0) order = Day.CompareTo(other.Day);
            return order == 0 ? Known.CompareTo(other.Known) : order;
        }
    }
}

/// <summary>
/// The same counts by coarse cell and month, as known now: a map of the whole region over years is a sum of few rows here. What
/// it leaves out (finer cells, days at the ends of a period, what was known when) <see cref="HeatByDay"/> has.
/// </summary>
public sealed class HeatByMonth : LedgerTable<HeatByMonth.RowKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "heat_month";

    /// <summary>Zoom of its cells: 2.4 km at the equator, 1.6 km at Karaganda.</summary>
    public const int Zoom = 14;

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "measure smallint, category bigint, month date, cell bigint";

    /// <inheritdoc/>
    public override string Key => "measure, category, month, cell";

    /// <inheritdoc/>
    public override bool IsMostlyUpdated => true;

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out RowKey key)
    {
        key = default;
        if (line.Cell is not { } cell)
            return false;
        key = new(line.Measure, line.Category, new(line.Day.Year, line.Day.Month, 1), cell.Parent(Zoom).Code);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<RowKey> keys)
    {
        var (measures, categories, months, cells) = (new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length], new long[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], categories[i], months[i], cells[i]) = keys[i];
        return [measures, categories, months, cells];
    }

    /// <summary>Key of a row.</summary>
    /// <param name="Measure">Measure.</param>
    /// <param name="Category">Category code, as its label.</param>
    /// <param name="Month">First day of the month of occurrence.</param>
    /// <param name="Cell">Morton code at <see cref="Zoom"/>.</param>
    public readonly record struct RowKey(short Measure, long Category, DateOnly Month, long Cell) : IComparable<RowKey>
    {
        /// <inheritdoc/>
        public int CompareTo(RowKey other)
        {
            var order = Measure.CompareTo(other.Measure);
            if (order == 0) order = Category.CompareTo(other.Category);
            if (order == 0) order = Month.CompareTo(other.Month);
            return order == 0 ? Cell.CompareTo(other.Cell) : order;
        }
    }
}

/// <summary>Counts by city, district, category, day and hour: what trends are drawn from, by hour of the week as well as by day, week or month.</summary>
public sealed class CountsByHour : LedgerTable<CountsByHour.RowKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "count_hour";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns =>
        "measure smallint, city bigint, category bigint, day date, hour smallint, district bigint, known date";

    /// <inheritdoc/>
    public override string Key => "measure, city, category, day, hour, district, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out RowKey key)
    {
        key = default;
        if (line.Bucket is not null)
            return false;
        key = new(line.Measure, line.City, line.Category, line.Day, (short)(line.Minute / 60), line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<RowKey> keys)
    {
        var (measures, cities, categories) = (new short[keys.Length], new long[keys.Length], new long[keys.Length]);
        var (days, hours, districts, knowns) = (new DateOnly[keys.Length], new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], cities[i], categories[i], days[i], hours[i], districts[i], knowns[i]) = keys[i];
        return [measures, cities, categories, days, hours, districts, knowns];
    }

    /// <summary>Key of a row.</summary>
    /// <param name="Measure">Measure.</param>
    /// <param name="City">City code, as its label.</param>
    /// <param name="Category">Category code, as its label.</param>
    /// <param name="Day">Local day of occurrence.</param>
    /// <param name="Hour">Local hour of occurrence, 0 to 23.</param>
    /// <param name="District">District as the source names it, empty where it names none; as its label.</param>
    /// <param name="Known">Local day on which the change became known.</param>
    public readonly record struct RowKey(short Measure, long City, long Category, DateOnly Day, short Hour, long District, DateOnly Known)
        : IComparable<RowKey>
    {
        /// <inheritdoc/>
        public int CompareTo(RowKey other)
        {
            var order = Measure.CompareTo(other.Measure);
            if (order == 0) order = City.CompareTo(other.City);
            if (order == 0) order = Category.CompareTo(other.Category);
            if (order == 0) order = Day.CompareTo(other.Day);
            if (order == 0) order = Hour.CompareTo(other.Hour);
            if (order == 0) order = District.CompareTo(other.District);
            return order == 0 ? Known.CompareTo(other.Known) : order;
        }
    }
}

/// <summary>Durations by city, category, day and logarithmic bucket (<see cref="DurationBuckets"/>): percentiles merge over any cities and periods.</summary>
public sealed class Durations : LedgerTable<Durations.RowKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "duration";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "measure smallint, city bigint, day date, bucket smallint, category bigint, known date";

    /// <inheritdoc/>
    public override string Key => "measure, city, day, bucket, category, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out RowKey key)
    {
        key = default;
        if (line.Bucket is not { } bucket)
            return false;
        key = new(line.Measure, line.City, line.Day, bucket, line.Category, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<RowKey> keys)
    {
        var (measures, cities, days) = (new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        var (buckets, categories, knowns) = (new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], cities[i], days[i], buckets[i], categories[i], knowns[i]) = keys[i];
        return [measures, cities, days, buckets, categories, knowns];
    }

    /// <summary>Key of a row.</summary>
    /// <param name="Measure">Measure.</param>
    /// <param name="City">City code, as its label.</param>
    /// <param name="Day">Local day on which the clock started.</param>
    /// <param name="Bucket">Bucket of the duration.</param>
    /// <param name="Category">Category code, as its label.</param>
    /// <param name="Known">Local day on which the duration became known.</param>
    public readonly record struct RowKey(short Measure, long City, DateOnly Day, short Bucket, long Category, DateOnly Known) : IComparable<RowKey>
    {
        /// <inheritdoc/>
        public int CompareTo(RowKey other)
        {
            var order = Measure.CompareTo(other.Measure);
            if (order == 0) order = City.CompareTo(other.City);
            if (order == 0) order = Day.CompareTo(other.Day);
            if (order == 0) order = Bucket.CompareTo(other.Bucket);
            if (order == 0) order = Category.CompareTo(other.Category);
            return order == 0 ? Known.CompareTo(other.Known) : order;
        }
    }
}
