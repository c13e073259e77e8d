using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using NodaTime;

namespace Incidents.Api.Forecasts;

/// <summary>Settings of forecasts.</summary>
internal sealed record ForecastOptions
{
    /// <summary>The plans.</summary>
    public IReadOnlyList<ForecastPlan> Plans { get; init; } = [];

    /// <summary>Whether the host makes and scores forecasts that are due, once a minute.</summary>
    public bool RunsByItself { get; init; } = true;

    /// <summary>How long before its period a forecast is made, at the earliest.</summary>
    public Duration Lead { get; init; } = Duration.FromHours(3);

    /// <summary>
    /// How many days after the last day of a period it is scored: once when most reports are in, and again for late reports.
    /// </summary>
    public IReadOnlyList<int> ScoreAfterDays { get; init; } = [1, 28];
}

/// <summary>What one run of the forecasts did.</summary>
/// <param name="Missed">Periods that began without a forecast.</param>
/// <param name="Sealed">Periods whose forecasts were sealed.</param>
/// <param name="Scored">Forecasts that were scored.</param>
internal readonly record struct ForecastRunCounts(int Missed, int Sealed, int Scored);

/// <summary>
/// Records periods that began without a forecast, seals the forecasts of the next period shortly before it begins, and scores forecasts
/// that are due.
/// </summary>
/// <remarks>All of its commands are idempotent, so it may run on several nodes.</remarks>
internal sealed partial class ForecastService(
    ForecastLedger ledger, ForecastReader reader, CommandStore commands, Freshness freshness, Cities cities, IClock clock,
    ForecastOptions options,
    ILogger<ForecastService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // The most that the read models may lag when a forecast is made; close to the deadline any lag is accepted.
    private static readonly Duration Fresh = Duration.FromMinutes(1);
    private static readonly Duration LastMoment = Duration.FromMinutes(10);

    /// <summary>Does all that is due now.</summary>
    public async Task<ForecastRunCounts> RunDue(CancellationToken cancellation)
    {
        var run = new ForecastRunCounts();
        foreach (var plan in options.Plans)
        {
            var lag = Duration.FromSeconds((await freshness.ReadNow()).LagSeconds);
            var now = cities.Local(clock.GetCurrentInstant(), plan.City);
            var current = plan.Period.Begin(now.Date);
            run = run with { Missed = run.Missed + await NoteMissed(plan, current, cancellation) };
            run = run with { Sealed = run.Sealed + await SealNext(plan, plan.Period.Later(current), now, lag, cancellation) };
        }
        // Also those that were sealed on request, without a plan.
        foreach (var (plan, city) in await reader.Plans(cancellation))
            run = run with { Scored = run.Scored + await ScoreDue(plan, city, clock.GetCurrentInstant(), cancellation) };
        return run;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var run = await RunDue(stoppingToken);
                if (run != default)
                    LogRun(run.Missed, run.Sealed, run.Scored);
            }
            catch (Exception e) when (StoreFault.IsAway(e))
            {
                LogStoreAway(e);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The host goes on without this run; the next one begins anew.
                LogFailed(e);
            }
            await Task.Delay(Pause, stoppingToken);
        }
    }

    // From the period after the last recorded one up to the current one; at the first start the current one only.
    private async Task<int> NoteMissed(ForecastPlan plan, LocalDate current, CancellationToken cancellation)
    {
        var latest = await reader.Latest(plan.Code, ForecastPlan.Methods.Count, cancellation);
        var missed = 0;
        for (var begin = latest is { } last ? plan.Period.Later(last) : current; begin <= current; begin = plan.Period.Later(begin))
        {
            var noted = false;
            foreach (var method in ForecastPlan.Methods)
            {
                var result = await commands.Decide(new NoteMissedForecast(plan.Terms(method, begin)), cancellation);
                noted |= result.Changed;
                // A new installation starts in the middle of a period: that is no fault to warn of.
                if (result.Changed && latest is not null)
                    LogMissed(plan.Code, begin, method);
            }
            missed += noted ? 1 : 0;
        }
        return missed;
    }

    private async Task<int> SealNext(ForecastPlan plan, LocalDate next, OffsetDateTime now, Duration lag, CancellationToken cancellation)
    {
        cities.TryGetZone(plan.City, out var zone);
        var left = (zone ?? now.InFixedZone().Zone).AtStartOfDay(next).ToInstant() - now.ToInstant();
        if (left > options.Lead || (lag > Fresh && left > LastMoment)
            || await reader.Latest(plan.Code, ForecastPlan.Methods.Count, cancellation) >= next)
            return 0;
        foreach (var (method, refusal) in await ledger.Seal(plan, next, cancellation))
        {
            // Another node, or this one before a restart, sealed it from an earlier state of the ledger.
            if (refusal != SealForecast.SealedOtherwise)
                LogRefused(plan.Code, next, method, refusal.Code.Text());
        }
        return 1;
    }

    private async Task<int> ScoreDue(string plan, string city, Instant now, CancellationToken cancellation)
    {
        var scored = 0;
        var today = await ledger.LastKnown(now, city, cancellation);
        foreach (var days in options.ScoreAfterDays)
        {
            foreach (var forecast in await reader.Due(plan, days, today, cancellation))
            {
                var result = await ledger.Score(forecast.Id, forecast.Terms.Until.PlusDays(days - 1), cancellation);
                scored += result.Changed ? 1 : 0;
                if (result.Refusal is { } refusal)
                    LogRefused(plan, forecast.Terms.From, forecast.Terms.Method, refusal.Code.Text());
            }
        }
        return scored;
    }

    [LoggerMessage(LogLevel.Information, "Forecasts: {Missed} periods missed, {Sealed} sealed, {Scored} forecasts scored.")]
    private partial void LogRun(int missed, int @sealed, int scored);

    [LoggerMessage(LogLevel.Warning, "The period of {Plan} from {Begin} began without a forecast by {Method}; it is published as missed.")]
    private partial void LogMissed(string plan, LocalDate begin, ForecastMethod method);

    [LoggerMessage(LogLevel.Warning, "The forecast of {Plan} for the period from {Begin} by {Method} was refused: {Code}.")]
    private partial void LogRefused(string plan, LocalDate begin, ForecastMethod method, string code);

    [LoggerMessage(LogLevel.Error, "Forecasts that are due could not be made or scored; this is tried again.")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "Forecasts wait for the database.")]
    private partial void LogStoreAway(Exception e);
}
