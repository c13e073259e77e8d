using Incidents.Domain;
using CellKey = (
    short Measure, long Category, short Precision, System.DateOnly Day, long Cell, long City, System.DateOnly Known);

namespace Incidents.Projections.Ledgers;

/// <summary>What is known to the month or year only, by cell. It is in <see cref="HeatByDay"/> too, on the first day of its unit.</summary>
/// <remarks>What counts by day subtracts it: a month is not a day.</remarks>
public sealed class CoarseCells : LedgerTable<CellKey>
{
    /// <summary>Table name.</summary>
    public const string Table = "heat_coarse";

    /// <summary>SQL from <c>from</c> on, for what is known less precisely than to a unit.</summary>
    /// <param name="scope">What is counted; its hours and districts are not used.</param>
    /// <param name="unit">A day or a month.</param>
    /// <param name="parameters">Takes the values.</param>
    internal static string From(CountScope scope, TimePrecision unit, SqlParameters parameters)
    {
        var sql = $"from {ReadModels.Schema}.{Table} h where {LedgerConditions.Measures(scope, "h.measure", parameters)} "
            + $"and h.precision > {parameters.Add((short)unit)} and h.day >= {parameters.Add(scope.From.ToDateOnly())} "
            + $"and h.day < {parameters.Add(scope.Until.ToDateOnly())}";
        if (DimensionKeys.Ids(scope.Categories) is { } categories)
            sql += $" and h.category = any({parameters.Add(categories)})";
        if (DimensionKeys.Ids(scope.Cities) is { } cities)
            sql += $" and h.city = any({parameters.Add(cities)})";
        if (scope.AsKnownOn is { } known)
            sql += $" and h.known <= {parameters.Add(known.ToDateOnly())}";
        if (scope.Bounds is { } bounds)
            sql += $" and {CellRectangle.Condition("h.cell", bounds, parameters)}";
        return sql;
    }

    /// <inheritdoc/>
    public override string Name => Table;

    /// <inheritdoc/>
    public override string Columns =>
        "measure smallint, category bigint, precision smallint, day date, cell bigint, city bigint, known date";

    /// <inheritdoc/>
    public override string Key => "measure, category, precision, day, cell, city, known";

    /// <inheritdoc/>
    protected override bool TryKey(in LedgerLine line, out CellKey key)
    {
        key = default;
        if (line.Precision <= TimePrecision.Day || line.Cell is not { } cell)
            return false;
        key = (line.Measure, line.Category, (short)line.Precision, line.Day, cell.Code, line.City, line.Known);
        return true;
    }

    /// <inheritdoc/>
    protected override object[] Arrays(ReadOnlySpan<CellKey> keys)
    {
        var (measures, categories, precisions) = (new short[keys.Length], new long[keys.Length], new short[keys.Length]);
        var (days, cells, cities, knowns) = (
            new DateOnly[keys.Length], new long[keys.Length], new long[keys.Length], new DateOnly[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
            (measures[i], categories[i], precisions[i], days[i], cells[i], cities[i], knowns[i]) = keys[i];
        return [measures, categories, precisions, days, cells, cities, knowns];
    }
}
