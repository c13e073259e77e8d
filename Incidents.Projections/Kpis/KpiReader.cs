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
public sealed class KpiReader(NpgsqlDataSource source)
{
    /// <summary>The figures by city; the empty code is the sum of all requested cities.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="categories">Category codes, or null for all.</param>
    /// <param name="knownOn">As known at the end of this day, or null for as known now.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyDictionary<string, PeriodFigures>> Read(
        LocalDate from, LocalDate until, IReadOnlyList<string>? cities, IReadOnlyList<string>? categories, LocalDate? knownOn,
        CancellationToken cancellation)
    {
        var figures = new SortedDictionary<string, (
            Dictionary<Measure, long> Counts, Dictionary<Measure, SortedDictionary<int, long>> Durations)>(StringComparer.Ordinal);
        await using var command = source.CreateCommand(
            $"""
             select label.text, measure, bucket, n from (
             select city, measure, null::smallint as bucket, sum(n) as n from {ReadModels.Schema}.{CountsByHour.Table}
             where day >= $1 and day < $2 and ($3::bigint[] is null or city = any($3)) and ($4::bigint[] is null or category = any($4))
                 and ($5::date is null or known <= $5)
             group by city, measure
             union all
             select city, measure, bucket, sum(n) from {ReadModels.Schema}.{Ledgers.Durations.Table}
             where day >= $1 and day < $2 and ($3::bigint[] is null or city = any($3)) and ($4::bigint[] is null or category = any($4))
                 and ($5::date is null or known <= $5)
             group by city, measure, bucket) as counted join {ReadModels.Schema}.{DimensionKeys.Table} on label.id = city
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = from.ToDateOnly() });
        command.Parameters.Add(new NpgsqlParameter { Value = until.ToDateOnly() });
        foreach (var texts in (IReadOnlyList<string>?[])[cities, categories])
            command.Parameters.AddOptional(DimensionKeys.Ids(texts));
        command.Parameters.AddOptional(knownOn);
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
        return figures.ToDictionary(f => f.Key, f => new PeriodFigures(f.Value.Counts, f.Value.Durations));
    }

    /// <summary>
    /// One measured duration step by step, in the order of <see cref="TrendReader.Steps"/>: for each step, how many fell into which bucket.
    /// </summary>
    /// <param name="request">What to read; cut up by days, weeks or months, in one series, whatever the district.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<SortedDictionary<int, long>>> ReadSteps(TrendRequest request, CancellationToken cancellation)
    {
        var days = TrendReader.Steps(request);
        var steps = days.ToDictionary(day => day, _ => new SortedDictionary<int, long>());
        await using var command = source.CreateCommand(
            $"""
             select {TrendReader.StepOfDay(request.Grain)}, bucket, sum(n) from {ReadModels.Schema}.{Ledgers.Durations.Table}
             where measure = $1 and day >= $2 and day < $3 and ($4::bigint[] is null or city = any($4))
                 and ($5::bigint[] is null or category = any($5))
                 and ($6::date is null or known <= $6)
             group by 1, 2
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = (short)request.Measure });
        command.Parameters.Add(new NpgsqlParameter { Value = request.From.ToDateOnly() });
        command.Parameters.Add(new NpgsqlParameter { Value = request.Until.ToDateOnly() });
        foreach (var texts in (IReadOnlyList<string>?[])[request.Cities, request.Categories])
            command.Parameters.AddOptional(DimensionKeys.Ids(texts));
        command.Parameters.AddOptional(request.KnownOn);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            steps[TrendReader.Days(LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(0)))][rows.GetInt16(1)] = rows.GetInt64(2);
        return [.. days.Select(day => steps[day])];
    }
}
