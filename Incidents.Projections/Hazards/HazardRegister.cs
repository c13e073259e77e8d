using Incidents.Domain.Hazards;
using JasperFx.Events;

namespace Incidents.Projections.Hazards;

/// <summary>The register of hazards that are not lifted.</summary>
public sealed class HazardRegister : TableProjection
{
    /// <summary>Table name.</summary>
    public const string Table = "hazard";

    /// <inheritdoc/>
    public override string Name => "hazards";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             city text collate "C" not null,
             district text,
             street text,
             longitude double precision not null,
             latitude double precision not null,
             category text collate "C" not null,
             description text,
             noted_by text not null,
             noted_at timestamptz not null);
         create index on {schema}.{Table} (city, latitude, longitude);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        foreach (var @event in page)
        {
            switch (@event.Data)
            {
                case HazardNoted { Place.Point: { } point } e:
                    yield return new(
                        $"insert into {schema}.{Table} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", @event.StreamId, e.Place.City,
                        OrNull(e.Place.District), OrNull(e.Place.Street), point.Longitude, point.Latitude, e.Category,
                        OrNull(e.Description), e.By, e.OccurredAt.ToInstant().ToDateTimeOffset());
                    break;
                case HazardLifted:
                    yield return new($"delete from {schema}.{Table} where id = ?", @event.StreamId);
                    break;
            }
        }
    }

    private static object OrNull(string? text) => (object?)text ?? DBNull.Value;
}
