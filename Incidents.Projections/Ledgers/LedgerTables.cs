using Incidents.Domain;
using DurationKey = (
    short Measure, long City, System.DateOnly Day, short Bucket, long Category, short Hour, long District, System.DateOnly Known);
using HeatDayKey = (short Measure, long Category, System.DateOnly Month, long Cell, System.DateOnly Day, long City, System.DateOnly Known);
using HeatMonthKey = (short Measure, long Category, System.DateOnly Month, long Cell, long City);
using HourKey = (short Measure, long City, long Category, System.DateOnly Day, short Hour, long District, System.DateOnly Known);

namespace Incidents.Projections.Ledgers;

/// <summary>
/// Counts by cell of <see cref="GridCell.FineZoom"/> and day: what maps are drawn from. Entries without coordinates are not in it.
/// </summary>
/// <remarks>
/// The month of the day comes before the cell in the key, so that a part of the world over some months is one short walk along the index
/// for each month, however many years there are. The city is in the key so that a map can be limited to a jurisdiction; few cells lie in
/// two cities.
/// </remarks>
public sealed class HeatByDay : LedgerTable<HeatDayKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "heat_day";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "measure smallint, category bigint, month date, cell bigint, day date, city bigint, known date";

    /// <inheritdoc/>
    public override string Key => "measure, category, month, cell, day, city, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out HeatDayKey key)
    {
        key = default;
        if (line.Cell is not { } cell)
            return false;
        key = (line.Measure, line.Category, new(line.Day.Year, line.Day.Month, 1), cell.Code, line.Day, line.City, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<HeatDayKey> keys)
    {
        var (measures, categories, cells, cities) = (
            new short[keys.Length], new long[keys.Length], new long[keys.Length], new long[keys.Length]);
        var (months, days, knowns) = (new DateOnly[keys.Length], new DateOnly[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], categories[i], months[i], cells[i], days[i], cities[i], knowns[i]) = keys[i];
        return [measures, categories, months, cells, days, cities, knowns];
    }
}

/// <summary>
/// The same counts by coarse cell and month, as known now: a map of the whole region over years is a sum of few rows here. Finer cells,
/// days at the ends of a period and what was known when are in <see cref="HeatByDay"/>.
/// </summary>
public sealed class HeatByMonth : LedgerTable<HeatMonthKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "heat_month";

    /// <summary>Zoom of its cells: 2.4 km at the equator, 1.6 km at Karaganda.</summary>
    public const int Zoom = 14;

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns => "measure smallint, category bigint, month date, cell bigint, city bigint";

    /// <inheritdoc/>
    public override string Key => "measure, category, month, cell, city";

    /// <inheritdoc/>
    public override bool IsMostlyUpdated => true;

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out HeatMonthKey key)
    {
        key = default;
        if (line.Cell is not { } cell)
            return false;
        key = (line.Measure, line.Category, new(line.Day.Year, line.Day.Month, 1), cell.Parent(Zoom).Code, line.City);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<HeatMonthKey> keys)
    {
        var (measures, categories, months, cells, cities) = (
            new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length], new long[keys.Length], new long[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], categories[i], months[i], cells[i], cities[i]) = keys[i];
        return [measures, categories, months, cells, cities];
    }
}

/// <summary>Counts by city, district, category, day and hour: the source of trends by hour of the week, day, week or month.</summary>
/// <remarks>What has no hour is there, too, with a number below 0 for it (<see cref="LedgerHour"/>).</remarks>
public sealed class CountsByHour : LedgerTable<HourKey>
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
    protected override bool TryKey(in LedgerLine line, out HourKey key)
    {
        key = default;
        if (line.Bucket is not null)
            return false;
        key = (line.Measure, line.City, line.Category, line.Day, line.Hour, line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<HourKey> keys)
    {
        var (measures, cities, categories) = (new short[keys.Length], new long[keys.Length], new long[keys.Length]);
        var (days, hours, districts, knowns) = (
            new DateOnly[keys.Length], new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], cities[i], categories[i], days[i], hours[i], districts[i], knowns[i]) = keys[i];
        return [measures, cities, categories, days, hours, districts, knowns];
    }
}

/// <summary>
/// Durations by city, district, category, day, hour and logarithmic bucket (<see cref="DurationBuckets"/>): percentiles merge over any
/// cities and periods. Day and hour are those on which the clock started.
/// </summary>
public sealed class Durations : LedgerTable<DurationKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "duration";

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns =>
        "measure smallint, city bigint, day date, bucket smallint, category bigint, hour smallint, district bigint, known date";

    /// <inheritdoc/>
    public override string Key => "measure, city, day, bucket, category, hour, district, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out DurationKey key)
    {
        key = default;
        if (line.Bucket is not { } bucket)
            return false;
        key = (
            line.Measure, line.City, line.Day, bucket, line.Category, line.Hour, line.District, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<DurationKey> keys)
    {
        var (measures, cities, days) = (new short[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        var (buckets, categories, hours) = (new short[keys.Length], new long[keys.Length], new short[keys.Length]);
        var (districts, knowns) = (new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], cities[i], days[i], buckets[i], categories[i], hours[i], districts[i], knowns[i]) = keys[i];
        return [measures, cities, days, buckets, categories, hours, districts, knowns];
    }
}
