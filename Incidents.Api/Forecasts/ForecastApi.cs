using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using NodaTime;

namespace Incidents.Api.Forecasts;

/// <summary>A forecast with its cells, read from its events.</summary>
/// <param name="Id">The forecast.</param>
/// <param name="Version">Number of events.</param>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Missed">Whether the period began without it.</param>
/// <param name="SealedAt">When it was sealed, in the city's time zone; null where missed.</param>
/// <param name="LedgerPosition">Sequence of the last event in its input; null where missed.</param>
/// <param name="ContentHash">SHA-256 of its content, as sealed; null where missed.</param>
/// <param name="HashHolds">Whether the content as stored has that hash; null where missed.</param>
/// <param name="Parameters">The method's parameters.</param>
/// <param name="Cells">The cells listed one by one, highest expectation first; null where missed.</param>
/// <param name="Others">How many further cells there are.</param>
/// <param name="ExpectedOfOthers">The expected count of each of them.</param>
/// <param name="Scores">Its scores, oldest first.</param>
public sealed record ForecastFile(
    Guid Id, long Version, ForecastTerms Terms, bool Missed, OffsetDateTime? SealedAt, long? LedgerPosition, string? ContentHash,
    bool? HashHolds, IEnumerable<ForecastParameter> Parameters, ForecastColumns? Cells, int Others, double ExpectedOfOthers,
    IEnumerable<PublishedScore> Scores)
{
    internal static ForecastFile Of(Guid id, LoadedStream<Forecast> opened)
    {
        var (terms, content, scores) = opened.State;
        var cells = content?.Cells.Codes.Select(code => new GridCell(terms.Zoom, code)).ToArray();
        return new(
            id, opened.Version, terms, content is null, content?.OccurredAt, content?.LedgerPosition, content?.ContentHash,
            content is null ? null : content.ContentHash == HashOf(content),
            content?.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ForecastParameter(p.Key, p.Value)) ?? [],
            cells is null ? null : new([.. cells.Select(c => c.X)], [.. cells.Select(c => c.Y)], content!.Cells.Expected),
            content?.Cells.Others ?? 0, content?.Cells.ExpectedOfOthers ?? 0,
            scores.Select(s => new PublishedScore(s.KnownOn, s.KnownAt.ToInstant(), s.LedgerPosition, s.Figures)));
    }

    private static string HashOf(ForecastSealed content) =>
        ForecastSealed.HashOf(content.Terms, content.Parameters, content.Cells, content.LedgerPosition);
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name, with the unit where it has one.</param>
/// <param name="Value">Its value, given or fitted.</param>
public sealed record ForecastParameter(string Name, double Value);

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="X">Columns at the forecast's zoom.</param>
/// <param name="Y">Rows at the forecast's zoom.</param>
/// <param name="Expected">Expected counts.</param>
public sealed record ForecastColumns(IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<double> Expected);

/// <summary>Queries of forecasts.</summary>
[QueryType]
internal static class ForecastQueries
{
    /// <summary>
    /// All forecasts that were sealed before their period, baselines included, with their scores, and those that were missed. The latest
    /// period first; within a period by plan and method.
    /// </summary>
    /// <param name="filter">Which forecasts; default all.</param>
    /// <param name="first">How many, 1 to 1000; default 50.</param>
    /// <param name="after">The cursor to continue after.</param>
    public static async Task<Connection<PublishedForecast>> Forecasts(
        [FromServices] ForecastReader reader, ForecastFilter? filter = null, int? first = null, string? after = null,
        CancellationToken cancellation = default)
    {
        var page = Page.Of("forecasts", first, after);
        var rows = await reader.Read(filter ?? new(), page.Key<(LocalDate, string, string)>(), page.Limit, cancellation);
        return Connection.Of(rows, page, f => (f.Terms.From, f.Terms.Plan, f.Terms.Method.ToString()));
    }

    /// <summary>One forecast with its cells, or null.</summary>
    /// <param name="id">The forecast.</param>
    public static async Task<ForecastFile?> Forecast(
        [FromServices] EventReader events, Guid id, CancellationToken cancellation = default) =>
        await events.Open<Forecast>(id, null, cancellation) is { } opened ? ForecastFile.Of(id, opened) : null;
}

/// <summary>Mutations of forecasts.</summary>
[MutationType]
internal sealed class ForecastMutations(ForecastLedger ledger, EventReader events)
{
    /// <summary>
    /// Scores a forecast again, as known at the end of a past day, so that late reports are included. Earlier scores are kept; the same
    /// figures for the same day change nothing. Errors `FORECAST_NOT_OVER`, `FORECAST_MISSED`, `IMPOSSIBLE_TIME`, `NOT_FOUND`, and
    /// `READ_MODELS_BEHIND` where the ledger does not contain all events of that day yet.
    /// </summary>
    /// <param name="id">The forecast.</param>
    /// <param name="asKnownOn">The day.</param>
    /// <param name="by">Who has it scored.</param>
    public async Task<ForecastFile> ScoreForecast(Guid id, LocalDate asKnownOn, string by, CancellationToken cancellation = default)
    {
        try
        {
            var result = await ledger.Score(id, asKnownOn, cancellation, by);
            if (result.Refusal is { } refusal)
                throw new RefusedException(refusal, result.Version);
            return ForecastFile.Of(id, (await events.Open<Forecast>(id, null, cancellation))!);
        }
        catch (StoreUnavailableException e)
        {
            throw new RefusedException(new(ErrorCode.StoreAway, e.Message));
        }
    }
}
