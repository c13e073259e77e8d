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
/// <param name="Version">Number of its events.</param>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Missed">Whether the period began without it.</param>
/// <param name="SealedAt">When it was sealed, by the city's clocks; null where missed.</param>
/// <param name="LedgerPosition">Sequence of the last event that it knew; null where missed.</param>
/// <param name="ContentHash">SHA-256 of its content, as sealed; null where missed.</param>
/// <param name="HashHolds">Whether the content as stored has that hash; null where missed.</param>
/// <param name="Parameters">The method's parameters.</param>
/// <param name="Cells">The cells listed one by one, highest expectation first; null where missed.</param>
/// <param name="Others">How many further cells there are.</param>
/// <param name="ExpectedOfOthers">The expected count of each of them.</param>
/// <param name="Scores">Its scores, oldest first.</param>
public sealed record ForecastFile(
    Guid Id, long Version, ForecastTerms Terms, bool Missed, OffsetDateTime? SealedAt, long? LedgerPosition, string? ContentHash, bool? HashHolds,
    IEnumerable<ForecastParameter> Parameters, ForecastColumns? Cells, int Others, double ExpectedOfOthers, IEnumerable<PublishedScore> Scores)
{
    internal static ForecastFile Of(Guid id, LoadedStream<Forecast> opened)
    {
        var (terms, content, scores) = opened.State;
        var cells = content?.Cells.Codes.Select(code => new GridCell(terms.Zoom, code)).ToArray();
        return new(
            id, opened.Version, terms, content is null, content?.OccurredAt, content?.LedgerPosition, content?.ContentHash,
            content is null ? null : ForecastSealed.HashOf(content.Terms, content.Parameters, content.Cells, content.LedgerPosition) == content.ContentHash,
            content?.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ForecastParameter(p.Key, p.Value)) ?? [],
            cells is null ? null : new([.. cells.Select(c => c.X)], [.. cells.Select(c => c.Y)], content!.Cells.Expected),
            content?.Cells.Others ?? 0, content?.Cells.ExpectedOfOthers ?? 0,
            scores.Select(s => new PublishedScore(s.KnownOn, s.KnownAt.ToInstant(), s.LedgerPosition, s.Figures)));
    }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name, with the unit where it has one.</param>
/// <param name="Value">Its value, given or fitted.</param>
public sealed record ForecastParameter(string Name, double Value);

/// <summary>Cells as columns: the n-th entries of all three belong together.</summary>
/// <param name="X">Columns at the forecast's zoom.</param>
/// <param name="Y">Rows at the forecast's zoom.</param>
/// <param name="Expected">Expected counts.</param>
public sealed record ForecastColumns(IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<double> Expected);

/// <summary>Forecasts.</summary>
[QueryType]
internal static class ForecastQueries
{
    /// <summary>
    /// Every forecast that was sealed before its period, with its scores, the baselines' among them, and every one that was missed. The latest period first, in it by plan
    /// and method.
    /// </summary>
    /// <param name="filter">Which; all unless told.</param>
    /// <param name="first">How many, 1 to 1000, 50 unless told.</param>
    /// <param name="after">Where to go on.</param>
    public static async Task<Connection<PublishedForecast>> Forecasts(
        [FromServices] ForecastReader reader, ForecastFilter? filter = null, int? first = null, string? after = null, CancellationToken cancellationToken = default)
    {
        var page = Page.Of(first, after);
        var rows = await reader.Read(filter ?? new(), page.Key<(LocalDate, string, string)>(), page.Limit, cancellationToken);
        return Connection.Of(rows, page, f => (f.Terms.From, f.Terms.Plan, f.Terms.Method.ToString()));
    }

    /// <summary>One forecast with its cells, or null.</summary>
    /// <param name="id">The forecast.</param>
    public static async Task<ForecastFile?> Forecast([FromServices] EventReader events, Guid id, CancellationToken cancellationToken = default) =>
        await events.Open<Forecast>(id, null, cancellationToken) is { } opened ? ForecastFile.Of(id, opened) : null;
}

/// <summary>What can be done about forecasts.</summary>
[MutationType]
internal sealed class ForecastMutations(ForecastLedger ledger, EventReader events)
{
    /// <summary>
    /// Scores a forecast once more, as known at the end of a day that is over: what was reported late then counts. Earlier scores stay; the same figures of the same day
    /// again change nothing. Errors `FORECAST_NOT_OVER`, `FORECAST_MISSED`, `IMPOSSIBLE_TIME`, `NOT_FOUND`, and `READ_MODELS_BEHIND` where the ledger has yet to take in
    /// what was recorded on that day.
    /// </summary>
    /// <param name="id">The forecast.</param>
    /// <param name="knownAt">The day.</param>
    public async Task<ForecastFile> ScoreForecast(Guid id, LocalDate knownAt, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await ledger.Score(id, knownAt, cancellationToken);
            if (result.Refusal is { } refusal)
                throw new RefusedException(refusal, result.Version);
            return ForecastFile.Of(id, (await events.Open<Forecast>(id, null, cancellationToken))!);
        }
        catch (StoreUnavailableException e)
        {
            throw new RefusedException(new("STORE_AWAY", e.Message));
        }
    }
}
