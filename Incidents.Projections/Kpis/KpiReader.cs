using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Kpis;

/// <summary>Counts and durations of one city, or of all, in one period.</summary>
/// <param name="Counts">Count of each measure.</param>
/// <param name="Durations">For each duration, the number in each bucket (<see cref="DurationBuckets"/>).</param>
public sealed record PeriodFigures(
    IReadOnlyDictionary<Measure, long> Counts, IReadOnlyDictionary<Measure, SortedDictionary<int, long>> Durations);

/// <summary>Reads counts and durations from the ledger.</summary>
/// <param name="source">The database.</param>
public class KpiReader(NpgsqlDataSource source)
{
    /// <summary>The figures by city; the empty code is the sum of all requested cities.</summary>
    /// <param name="scope">What is counted. Its measure and bounds are not used: durations are kept without place.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<IReadOnlyDictionary<string, PeriodFigures>> Read(CountScope scope, CancellationToken cancellation)
    {
        var figures = new SortedDictionary<string, (
            Dictionary<Measure, long> Counts, Dictionary<Measure, SortedDictionary<int, long>> Durations)>(StringComparer.Ordinal);
        await using var command = source.CreateCommand();
        var where = LedgerConditions.Where(scope, "hour", new(command.Parameters));
        command.CommandText =
            $"""
             select label.text, measure, bucket, n from (
             select city, measure, null::smallint as bucket, sum(n) as n from {ReadModels.Schema}.{CountsByHour.Table}
             {where} group by city, measure
             union all
             select city, measure, bucket, sum(n) from {ReadModels.Schema}.{Ledgers.Durations.Table}
             {where} group by city, measure, bucket) as counted join {ReadModels.Schema}.{DimensionKeys.Table} on label.id = city
             """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (measure, count) = ((Measure)rows.GetInt16(1), rows.GetInt64(3));
            foreach (var city in (string[])[rows.GetString(0), ""])
            {
                if (!figures.TryGetValue(city, out var of))
                    figures[city] = of = ([], []);
                if (rows.IsDBNull(2))
                {
                    of.Counts[measure] = of.Counts.GetValueOrDefault(measure) + count;
                    continue;
                }
                if (!of.Durations.TryGetValue(measure, out var buckets))
                    of.Durations[measure] = buckets = [];
                buckets[rows.GetInt16(2)] = buckets.GetValueOrDefault(rows.GetInt16(2)) + count;
            }
        }
        foreach (var (counts, _) in figures.Values)
        {
            var offences = Measure.Offences.Parts().Sum(part => counts.GetValueOrDefault(part));
            if (offences != 0)
                counts[Measure.Offences] = offences;
        }
        return figures.ToDictionary(f => f.Key, f => new PeriodFigures(f.Value.Counts, f.Value.Durations));
    }

    /// <summary>
    /// One measured duration step by step, in the order of <see cref="TrendReader.Steps"/>: for each step, how many fell into which bucket.
    /// </summary>
    /// <param name="request">What to read, by days, weeks or months, in one series. Bounds are not used.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<IReadOnlyList<SortedDictionary<int, long>>> ReadSteps(
        TrendRequest request, CancellationToken cancellation)
    {
        var days = TrendReader.Steps(request);
        var steps = days.ToDictionary(day => day, _ => new SortedDictionary<int, long>());
        await using var command = source.CreateCommand();
        SqlParameters parameters = new(command.Parameters);
        command.CommandText =
            $"""
             select {TrendSql.StepOfDay(request.Grain, "day")}, bucket, sum(n) from {ReadModels.Schema}.{Ledgers.Durations.Table}
             {LedgerConditions.Where(request.Scope, "hour", parameters)} and measure = {parameters.Add((short)request.Scope.Measure)}
             group by 1, 2
             """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            steps[TrendReader.Days(LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(0)))][rows.GetInt16(1)] = rows.GetInt64(2);
        return [.. days.Select(day => steps[day])];
    }
}
