using Incidents.Api.Sources;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Forecasts;

/// <summary>
/// Makes forecasts from the ledger, and scores them against it. Each reads the ledger as of one event and records its sequence.
/// </summary>
internal sealed class ForecastLedger(
    NpgsqlDataSource source, CommandStore commands, EventReader events, ForecastReader reader, Freshness freshness, DayClosing closing,
    ClosedMoments closed, SourceCoverages coverages, Cities cities, IClock clock)
{
    private const double DosageShare = 0.01;
    private const int DosageForecasts = 12;

    /// <summary>The read models do not contain all events of the day yet.</summary>
    public static readonly Refusal ReadModelsBehind = new(
        ErrorCode.ReadModelsBehind, "The read models do not hold all that was recorded on that day yet; a score is made when they do.",
        "knownAt");

    /// <summary>Makes and seals the forecasts of a plan by every method for the period that begins on a day.</summary>
    /// <returns>The refusals, by method; empty where all forecasts were sealed.</returns>
    public async Task<IReadOnlyList<(ForecastMethod Method, Refusal Refusal)>> Seal(
        ForecastPlan plan, LocalDate begin, CancellationToken cancellation, string? by = null)
    {
        var from = plan.Period.Later(plan.Period.Begin(begin.PlusYears(-new ForecastModelOptions().Years)));
        var (counts, position) = await Read(plan.Terms(default, begin), from, begin, null, cancellation);
        var cells = ForecastPlan.Cells(plan.Area, plan.Zoom);
        var numbers = cells.Select((cell, number) => (cell.Code, number)).ToDictionary(c => c.Code, c => c.number);
        // Counts of zero are not in the rows; a correction may leave a count below zero on the day that it moves an incident from.
        CellDay[] days = [.. counts.Where(c => c.Count > 0).Select(c => new CellDay(numbers[c.Cell.Code], c.Day, (int)c.Count))];
        var begun = await Begun(plan.City, from, begin, days, cancellation);
        days = [.. days.Where(d => d.Day >= begun)];
        var history = new CellHistory(cells, begun, days);

        var refused = new List<(ForecastMethod, Refusal)>();
        foreach (var method in ForecastPlan.Methods)
        {
            var model = ForecastModel.Of(method, history, plan.Period, begin);
            var seal = new SealForecast(plan.Terms(method, begin), model.Parameters, ForecastLists.Sealed(cells, model.Expected), position);
            if ((await commands.Decide(seal, cancellation, new(By: by))).Refusal is { } refusal)
                refused.Add((method, refusal));
        }
        return refused;
    }

    /// <summary>Scores a forecast against the counts as known at the end of a day.</summary>
    public async Task<CommandResult> Score(Guid id, LocalDate knownOn, CancellationToken cancellation, string? by = null)
    {
        if (await events.Open<Forecast>(id, null, cancellation) is not { State: { Terms: var terms } forecast } file)
            return new(id, 0, false, Refusals.NotFound);
        var now = clock.GetCurrentInstant();
        if (ScoreForecast.Objection(forecast, knownOn, cities.Local(now, terms.City)) is { } refusal)
            return new(id, file.Version, false, refusal);
        if (knownOn >= await LastKnown(now, terms.City, cancellation))
            return new(id, file.Version, false, ReadModelsBehind);
        var (counts, outside, position) = await Observed(terms, knownOn, cancellation);
        var byCell = counts.GroupBy(c => c.Cell.Code).ToDictionary(c => c.Key, c => Math.Max(0, c.Sum(d => d.Count)));
        var cells = ForecastPlan.Cells(terms.Area, terms.Zoom);
        var figures = ForecastLists.Scored(
            cells, forecast.Sealed!.Cells, [.. cells.Select(c => (double)byCell.GetValueOrDefault(c.Code))], outside) with
        {
            Dosage = await Dosage(forecast, cells, cancellation),
        };
        return await commands.Decide(new ScoreForecast(id, knownOn, position, figures), cancellation, new(By: by));
    }

    /// <summary>The local day of the last event in the read models: the days before it are closed, and complete there.</summary>
    public async Task<LocalDate> LastKnown(Instant now, string city, CancellationToken cancellation)
    {
        await closing.CloseDue(cancellation);
        var reading = await freshness.ReadNow();
        var last = now - Duration.FromSeconds(reading.LagSeconds);
        return await closed.Read(cancellation) is { } day && reading.Projected < day.Position && last >= day.Until
            ? cities.Local(day.Until - Duration.Epsilon, city).Date
            : cities.Local(last, city).Date;
    }

    // A town's records begin with the first day on which a source reported: the time before is unknown, not quiet.
    private async Task<LocalDate> Begun(string city, LocalDate from, LocalDate begin, CellDay[] days, CancellationToken cancellation)
    {
        var scope = new CountScope(Measure.Incidents, from, begin) { Cities = [city] };
        var covered = await coverages.Of(scope, cancellation) is var (coverage, _) ? coverage.All.Within(from, begin).Ranges : [];
        return covered.Count > 0 ? covered[0].From : days.Length == 0 ? begin : days.Min(d => d.Day);
    }

    private async Task<(List<CellDayCount> Counts, long Position)> Read(
        ForecastTerms terms, LocalDate from, LocalDate until, LocalDate? knownOn, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var position = await Position(connection, cancellation);
        return (
            await CellDayReader.Read(connection, new(Scope(terms, from, until, knownOn), terms.Area, terms.Zoom), cancellation), position);
    }

    // What occurred in the area, and what of the city occurred elsewhere: no forecast of the area could have hit it.
    private async Task<(List<CellDayCount> Counts, long Outside, long Position)> Observed(
        ForecastTerms terms, LocalDate knownOn, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var position = await Position(connection, cancellation);
        var scope = Scope(terms, terms.From, terms.Until, knownOn);
        var counts = await CellDayReader.Read(connection, new(scope, terms.Area, terms.Zoom), cancellation);
        var everywhere = await HeatmapReader.ReadSteps(
            new(scope with { Cities = [terms.City] }, ForecastTown.World, terms.Zoom), Period.DaysBetween(terms.From, terms.Until),
            connection, cancellation);
        var outside = everywhere.Where(c => !terms.HasCell(c.Cell.X, c.Cell.Y)).Sum(c => c.Count);
        return (counts, Math.Max(0, outside), position);
    }

    private static async Task<long> Position(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var progress = new NpgsqlCommand(
            $"select position from {StoreTables.Progress} where projection = '{Ledger.ProjectionName}'", connection);
        return (long)(await progress.ExecuteScalarAsync(cancellation))!;
    }

    private static CountScope Scope(ForecastTerms terms, LocalDate from, LocalDate until, LocalDate? knownOn) =>
        new(Measure.Incidents, from, until, knownOn) { Categories = terms.Category is { } category ? [category] : null };

    private async Task<ForecastDosage> Dosage(Forecast forecast, IReadOnlyList<GridCell> cells, CancellationToken cancellation)
    {
        var chosen = ForecastLists.Chosen(cells, forecast.Sealed!.Cells, DosageShare).ToHashSet();
        var (times, looked) = (new Dictionary<long, int>(), 0);
        foreach (var id in await reader.SealedUntil(forecast.Terms, DosageForecasts, cancellation))
        {
            if (await events.Open<Forecast>(id, null, cancellation) is not { State: { Sealed: { } content, Terms: var terms } }
                || (terms.Zoom, terms.Area) != (forecast.Terms.Zoom, forecast.Terms.Area))
                continue;
            looked++;
            foreach (var code in ForecastLists.Chosen(cells, content.Cells, DosageShare))
                times[code] = times.GetValueOrDefault(code) + 1;
        }

        return new(
            DosageShare, looked, forecast.Terms.HoursUntil(forecast.Terms.Until.AtMidnight().WithOffset(Offset.Zero)),
            [
                .. chosen.Concat(forecast.PatrolledHours.Keys).Distinct().Order().Select(code => new CellDosage(
                    code, chosen.Contains(code), times.GetValueOrDefault(code),
                    forecast.PatrolledHours.TryGetValue(code, out var hours) ? hours : null)),
            ]);
    }
}
