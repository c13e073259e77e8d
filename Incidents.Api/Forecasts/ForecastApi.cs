using System.ComponentModel;
using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections;
using Incidents.Projections.Forecasts;
using NodaTime;

namespace Incidents.Api.Forecasts;

/// <summary>
/// A forecast that was sealed before its period, or missed. What only its events hold is read when it is selected, and costs more.
/// </summary>
[ObjectType, DisplayName("Forecast")]
public sealed class ForecastNode
{
    private readonly ForecastRow row;
    private readonly StreamBatch<Forecast> streams;

    internal ForecastNode(ForecastRow row, StreamBatch<Forecast> streams) => (this.row, this.streams) = (row, streams);

    internal static ForecastNode Of(Guid id, LoadedStream<Forecast> opened, Cities cities) => new(
        ForecastRow.Of(id, opened.Version, opened.Events[0].Event.KnownAt, opened.State, cities), new(id, opened));

    /// <summary>Its id.</summary>
    public Guid Id => row.Id;

    /// <summary>Number of its events.</summary>
    public long Version => row.Version;

    /// <summary>What is forecast, and how.</summary>
    public ForecastTerms Terms => row.Terms;

    /// <summary>Whether the period began without it; then there is no forecast.</summary>
    public bool IsMissed => row.IsMissed;

    /// <summary>When it was sealed, or recorded as missed.</summary>
    public OffsetDateTime NotedAt => row.NotedAt;

    /// <summary>When it was sealed; null where missed.</summary>
    public OffsetDateTime? SealedAt => row.IsMissed ? null : row.NotedAt;

    /// <summary>Sequence of the last event in its input; null where missed.</summary>
    public long? LedgerPosition => row.LedgerPosition;

    /// <summary>SHA-256 of its content, as sealed; null where missed.</summary>
    public string? ContentHash => row.ContentHash;

    /// <summary>Total expected count; null where missed.</summary>
    public double? Expected => row.Expected;

    /// <summary>Number of cells; null where missed.</summary>
    public int? CellCount => row.CellCount;

    /// <summary>Its scores, oldest first; none while its period goes on.</summary>
    [Cost(Items = 5)]
    public IReadOnlyList<ForecastScoreRow> Scores => row.Scores;

    /// <summary>The latest score, or null.</summary>
    public ForecastScoreRow? Score => row.Scores.LastOrDefault();

    /// <summary>Whether the content as stored has the hash that was sealed; null where missed.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<bool?> IsIntact() => await Content() is { } content
        ? content.ContentHash == ForecastSealed.HashOf(content.Terms, content.Parameters, content.Cells, content.LedgerPosition)
        : null;

    /// <summary>The method's parameters.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<IEnumerable<ForecastParameter>> Parameters() =>
        (await Content())?.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ForecastParameter(p.Key, p.Value)) ?? [];

    /// <summary>The cells listed one by one, highest expectation first; null where missed.</summary>
    [Cost(CostAttribute.Related)]
    public async Task<ForecastColumns?> Cells()
    {
        if (await Content() is not { } content)
            return null;
        var cells = content.Cells.Codes.Select(code => new GridCell(row.Terms.Zoom, code)).ToArray();
        return new([.. cells.Select(c => c.X)], [.. cells.Select(c => c.Y)], content.Cells.Expected);
    }

    /// <summary>Number of further cells.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<int> OtherCellCount() => (await Content())?.Cells.Others ?? 0;

    /// <summary>The expected count of each of them.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<double> ExpectedOfOthers() => (await Content())?.Cells.ExpectedOfOthers ?? 0;

    private async Task<ForecastSealed?> Content() => (await streams.One(row.Id)).State.Sealed;
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
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<ForecastNode>> Forecasts(
        [FromServices] ForecastReader reader, [FromServices] EventReader events, ForecastFilter? filter = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var page = Page.Of("forecasts", first, after, last, before);
        filter ??= new();
        var rows = await reader.Read(filter, page.Key<(LocalDate, string, string)>(), page.IsBackward, page.Limit, cancellation);
        var streams = new StreamBatch<Forecast>(events, [.. rows.Take(page.Size).Select(row => row.Id)], cancellation);
        return Connection.Of(
            rows.ConvertAll(row => new ForecastNode(row, streams)), page, f => (f.Terms.From, f.Terms.Plan, f.Terms.Method.ToString()),
            token => reader.Count(filter, token));
    }

    /// <summary>One forecast, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The forecast.</param>
    public static async Task<ForecastNode?> Forecast(
        [FromServices] EventReader events, [FromServices] Cities cities, [Seen(RowClasses.Forecast)] RowSight sight, Guid id,
        CancellationToken cancellation = default) =>
        await events.Open<Forecast>(id, null, cancellation) is { } opened && sight.SeesTown(opened.State.Terms.City)
            ? ForecastNode.Of(id, opened, cities)
            : null;
}

/// <summary>Mutations of forecasts.</summary>
[MutationType]
internal sealed class ForecastMutations(ForecastLedger ledger, EventReader events, Cities cities)
{
    /// <summary>
    /// Scores a forecast again, as known at the end of a past day, so that late reports are included. Earlier scores are kept; the same
    /// figures for the same day change nothing. Errors `FORECAST_NOT_OVER`, `FORECAST_MISSED`, `IMPOSSIBLE_TIME`, `NOT_FOUND`, and
    /// `READ_MODELS_BEHIND` where the ledger does not contain all events of that day yet.
    /// </summary>
    /// <param name="id">The forecast.</param>
    /// <param name="asKnownOn">The day.</param>
    /// <param name="by">Who has it scored.</param>
    public async Task<ForecastNode> ScoreForecast(Guid id, LocalDate asKnownOn, string by, CancellationToken cancellation = default)
    {
        try
        {
            var result = await ledger.Score(id, asKnownOn, cancellation, by);
            if (result.Refusal is { } refusal)
                throw new RefusedException(refusal, result.Version);
            return ForecastNode.Of(id, (await events.Open<Forecast>(id, null, cancellation))!, cities);
        }
        catch (StoreUnavailableException e)
        {
            throw new RefusedException(new(ErrorCode.StoreAway, e.Message));
        }
    }
}
