using Incidents.Domain;
using Incidents.Domain.Units;
using JasperFx.Events;

namespace Incidents.Projections.Units;

/// <summary>The list of units.</summary>
public sealed class UnitRegister : TableProjection
{
    /// <summary>Table name.</summary>
    public const string Table = "unit";

    /// <inheritdoc/>
    public override string Name => "units";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             version bigint not null,
             city text collate "C" not null,
             call_sign text collate "C" not null,
             kind text not null,
             district text,
             street text,
             longitude double precision,
             latitude double precision,
             account text collate "C",
             is_retired boolean not null,
             is_on_duty boolean not null,
             duty_at timestamptz);
         create index on {schema}.{Table} (city, call_sign);
         create index on {schema}.{Table} (account);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        // They are few: a list of some hundreds, and two events a unit and shift.
        foreach (var @event in page)
        {
            var (id, version) = (@event.StreamId, @event.Version);
            switch (@event.Data)
            {
                case UnitRegistered e:
                    yield return new(
                        $"""
                         insert into {schema}.{Table} (id, version, city, call_sign, kind, district, street, longitude, latitude, account,
                             is_retired, is_on_duty) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, false)
                         """,
                        [id, version, e.Place.City, e.Unit, e.Kind.ToString(), .. Place(e.Place), Given(e.Account)]);
                    break;
                case UnitDescribed e:
                    yield return new(
                        $"""
                         update {schema}.{Table} set kind = ?, district = ?, street = ?, longitude = ?, latitude = ?, account = ?,
                             version = ? where id = ?
                         """,
                        [e.Kind.ToString(), .. Place(e.Place), Given(e.Account), version, id]);
                    break;
                case UnitRetired:
                    yield return new(
                        $"update {schema}.{Table} set is_retired = true, is_on_duty = false, version = ? where id = ?", version, id);
                    break;
                case UnitDutyBegun e:
                    yield return Duty(true, e);
                    break;
                case UnitDutyEnded e:
                    yield return Duty(false, e);
                    break;
                case UnitAccepted or UnitSetOut:
                    yield return new($"update {schema}.{Table} set version = ? where id = ?", version, id);
                    break;
            }

            SqlStatement Duty(bool isOnDuty, IDomainEvent step) => new(
                $"update {schema}.{Table} set is_on_duty = ?, duty_at = ?, version = ? where id = ?", isOnDuty,
                step.OccurredAt.ToDateTimeOffset().ToUniversalTime(), version, id);
        }
    }

    private static object[] Place(Place place) =>
    [
        Given(place.District), Given(place.Street), Given(place.Point?.Longitude), Given(place.Point?.Latitude),
    ];

    private static object Given(object? value) => value ?? DBNull.Value;
}
