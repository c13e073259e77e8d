using System.Text.Json;
using Incidents.Domain.Forecasts;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>The register of forecasts that were sealed or missed, and of their scores.</summary>
public sealed class ForecastRegister : TableProjection
{
    /// <summary>Table of the forecasts.</summary>
    public const string Table = "forecast";

    /// <summary>Table of their scores.</summary>
    public const string ScoreTable = "forecast_score";

    /// <inheritdoc/>
    public override string Name => "forecasts";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table, ScoreTable];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             plan text collate "C" not null,
             method text collate "C" not null,
             city text collate "C" not null,
             category text collate "C",
             zoom smallint not null,
             west double precision not null,
             south double precision not null,
             east double precision not null,
             north double precision not null,
             first_day date not null,
             until_day date not null,
             missed boolean not null,
             noted_at timestamptz not null,
             ledger_position bigint,
             content_hash text,
             expected double precision,
             cells int,
             version bigint not null,
             unique (first_day, plan, method));
         create table {schema}.{ScoreTable} (
             id uuid,
             version bigint,
             known_on date not null,
             scored_at timestamptz not null,
             ledger_position bigint not null,
             observed bigint not null,
             expected double precision not null,
             log_score double precision,
             shares jsonb not null,
             outside bigint,
             dosage jsonb,
             primary key (id, version));
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        foreach (var @event in page)
        {
            switch (@event.Data)
            {
                case ForecastSealed e:
                    yield return Forecast(
                        schema, @event.StreamId, e.Terms, e.KnownAt, e.LedgerPosition, e.ContentHash, e.Cells.Total,
                        e.Cells.Codes.Count + e.Cells.Others);
                    break;
                case ForecastMissed e:
                    yield return Forecast(
                        schema, @event.StreamId, e.Terms, e.KnownAt, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value);
                    break;
            }
        }

        foreach (var @event in page)
        {
            if (@event.Data is ForecastScored or ForecastPatrolled)
                yield return new($"update {schema}.{Table} set version = ? where id = ?", @event.Version, @event.StreamId);
        }

        foreach (var @event in page)
        {
            if (@event.Data is ForecastScored e)
                yield return new(
                    $"insert into {schema}.{ScoreTable} values (?, ?, ?, ?, ?, ?, ?, ?, (?)::jsonb, ?, (?)::jsonb)", @event.StreamId,
                    @event.Version, e.KnownOn.ToDateOnly(), e.KnownAt.ToDateTimeOffset().ToUniversalTime(), e.LedgerPosition,
                    e.Figures.Observed, e.Figures.Expected, e.Figures.LogScore ?? (object)DBNull.Value,
                    JsonSerializer.Serialize(e.Figures.Shares), e.Figures.Outside ?? (object)DBNull.Value,
                    e.Figures.Dosage is { } dosage ? JsonSerializer.Serialize(dosage) : DBNull.Value);
        }
    }

    private static SqlStatement Forecast(
        string schema, Guid id, ForecastTerms terms, OffsetDateTime notedAt, object position, object hash, object expected, object cells) =>
        new(
            $"insert into {schema}.{Table} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", id, terms.Plan,
            terms.Method.ToString(), terms.City, terms.Category ?? (object)DBNull.Value, (short)terms.Zoom, terms.Area.West,
            terms.Area.South, terms.Area.East, terms.Area.North, terms.From.ToDateOnly(), terms.Until.ToDateOnly(), position is DBNull,
            notedAt.ToDateTimeOffset().ToUniversalTime(), position, hash, expected, cells);
}
