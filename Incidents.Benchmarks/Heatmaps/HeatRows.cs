using DuckDB.NET.Data;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using NpgsqlTypes;

namespace Incidents.Benchmarks.Heatmaps;

/// <summary>
/// Rows of the daily heat ledger for three years: sorted as their key is, and all different. Each row is packed into one number
/// (category, month, cell, day of the month, days until it became known), so that ten million are sorted in a second.
/// </summary>
internal sealed class HeatRows
{
    public static readonly DateOnly First = new(2023, 1, 1);
    public static readonly DateOnly Until = new(2026, 1, 1);

    private const short Measured = (short)Measure.Incidents;
    private const int CellBits = 20;
    private const int MonthBits = 6;
    private const int DayBits = 5;
    private const int LagBits = 3;

    private readonly long[] cells;
    private readonly List<(ulong Key, int N)> rows;

    private HeatRows(long[] cells, List<(ulong Key, int N)> rows) => (this.cells, this.rows) = (cells, rows);

    public int Count => rows.Count;

    public int Cells => cells.Length;

    /// <summary>A number of rows.</summary>
    public static HeatRows Make(int count)
    {
        var random = new Random(1);
        var places = new TownPlaces();
        var cells = new Dictionary<long, int>();
        var drawn = new ulong[count + count / 3];
        var days = Until.DayNumber - First.DayNumber;
        for (var i = 0; i < drawn.Length; i++)
        {
            var code = GridCell.At(places.Next(random).Point!.Value).Code;
            if (!cells.TryGetValue(code, out var cell))
                cells[code] = cell = cells.Count;
            var lag = random.Next(10) == 0 ? random.Next(1, 8) : 0;
            var day = First.AddDays(random.Next(days));
            drawn[i] = Pack(CategoryMix.Next(random), 12 * (day.Year - First.Year) + day.Month - 1, cell, day.Day - 1, lag);
        }

        // Codes are numbered in their own order, so that packed keys sort as the table's key does.
        var sorted = cells.Keys.Order().ToArray();
        var rank = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            rank[cells[sorted[i]]] = i;
        for (var i = 0; i < drawn.Length; i++)
        {
            var (category, month, cell, day, lag) = Unpack(drawn[i]);
            drawn[i] = Pack(category, month, rank[cell], day, lag);
        }

        // Only as many different rows as asked for; which ones, chance has decided already.
        var kept = new HashSet<ulong>(count);
        var used = 0;
        while (used < drawn.Length && kept.Count < count)
            kept.Add(drawn[used++]);
        Array.Sort(drawn, 0, used);
        var rows = new List<(ulong Key, int N)>(count);
        for (var i = 0; i < used; i++)
        {
            if (rows.Count > 0 && rows[^1].Key == drawn[i])
                rows[^1] = (drawn[i], rows[^1].N + 1);
            else
                rows.Add((drawn[i], 1));
        }
        return rows.Count == count ? new(sorted, rows) : throw new InvalidOperationException($"Only {rows.Count} of {count} rows are "
            + "different.");
    }

    /// <summary>Fills the daily table (its key's index is built afterwards, which is faster) and sums the monthly one from it.</summary>
    public async Task Load(BenchmarkDatabase database)
    {
        const string table = $"{ReadModels.Schema}.{HeatByDay.Table}", months = $"{ReadModels.Schema}.{HeatByMonth.Table}";
        var key = await database.Scalar<string>("select pg_get_constraintdef(oid) from pg_constraint where conrelid = "
            + $"'{table}'::regclass and contype = 'p'");
        await database.Execute($"alter table {table} drop constraint {HeatByDay.Table}_pkey");
        // The generated places lie in no city in particular; a row has the same size whichever it is.
        var city = DimensionKeys.Id("karaganda");
        var labels = CategoryMix.Codes.ToDictionary(code => code, DimensionKeys.Id);
        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var import = await connection.BeginBinaryImportAsync(
            $"copy {table} (measure, category, month, cell, day, city, known, n) from stdin (format binary)"))
        {
            foreach (var (packed, n) in rows)
            {
                var row = Row(packed);
                import.StartRow();
                import.Write(Measured, NpgsqlDbType.Smallint);
                import.Write(labels[row.Category], NpgsqlDbType.Bigint);
                import.Write(row.Month, NpgsqlDbType.Date);
                import.Write(row.Cell, NpgsqlDbType.Bigint);
                import.Write(row.Day, NpgsqlDbType.Date);
                import.Write(city, NpgsqlDbType.Bigint);
                import.Write(row.Known, NpgsqlDbType.Date);
                import.Write(n, NpgsqlDbType.Integer);
            }
            import.Complete();
        }
        await database.Execute($"set maintenance_work_mem = '512MB'; alter table {table} add constraint {HeatByDay.Table}_pkey {key}");
        var shift = 2 * (GridCell.FineZoom - HeatByMonth.Zoom);
        await database.Execute(
            $"""
             insert into {months} (measure, category, month, cell, city, n)
             select measure, category, month, cell >> {shift}, city, sum(n) from {table} group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
             """);
        var values = string.Join(", ", labels.Select(l => $"({l.Value}, '{l.Key}')"));
        await database.Execute($"insert into {ReadModels.Schema}.{DimensionKeys.Table} (id, text) values {values}");
        await database.Execute($"vacuum analyze {table}");
        await database.Execute($"vacuum analyze {months}");
        await database.Execute("checkpoint");
    }

    /// <summary>The same rows, in the same order, as columns in DuckDB.</summary>
    public void Load(DuckDBConnection duck)
    {
        using (var create = duck.CreateCommand())
        {
            create.CommandText = "create table heat_day (measure smallint, category varchar, cell bigint, day date, known date, n integer)";
            create.ExecuteNonQuery();
        }
        using var appender = duck.CreateAppender("heat_day");
        foreach (var (packed, n) in rows)
        {
            var row = Row(packed);
            appender.CreateRow().AppendValue(Measured).AppendValue(row.Category).AppendValue(row.Cell).AppendValue((DateOnly?)row.Day)
                .AppendValue((DateOnly?)row.Known).AppendValue(n).EndRow();
        }
    }

    private (string Category, DateOnly Month, long Cell, DateOnly Day, DateOnly Known) Row(ulong packed)
    {
        var (category, month, cell, day, lag) = Unpack(packed);
        var begins = First.AddMonths(month);
        var on = begins.AddDays(day);
        return (CategoryMix.Codes[category], begins, cells[cell], on, on.AddDays(lag));
    }

    private static ulong Pack(int category, int month, int cell, int day, int lag) =>
        ((((((((ulong)category << MonthBits) | (uint)month) << CellBits) | (uint)cell) << DayBits) | (uint)day) << LagBits) | (uint)lag;

    private static (int Category, int Month, int Cell, int Day, int Lag) Unpack(ulong packed) => (
        (int)(packed >> (MonthBits + CellBits + DayBits + LagBits)), Bits(CellBits + DayBits + LagBits, MonthBits, packed),
        Bits(DayBits + LagBits, CellBits, packed),
        Bits(LagBits, DayBits, packed), Bits(0, LagBits, packed));

    private static int Bits(int from, int count, ulong packed) => (int)((packed >> from) & ((1UL << count) - 1));
}
