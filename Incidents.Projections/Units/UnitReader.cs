using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Units;
using Incidents.Projections.Dispatch;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Units;

/// <summary>A unit as the list has it.</summary>
/// <param name="Id">Its stream.</param>
/// <param name="Version">Number of its last event.</param>
/// <param name="CallSign">Its call sign.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Account">Name of the sign-in of its phone, or null.</param>
/// <param name="IsRetired">Whether it is no more.</param>
/// <param name="IsOnDuty">Whether it is on duty.</param>
/// <param name="DutyAt">When it last went on or off duty; null where nobody said.</param>
public sealed record UnitRow(
    Guid Id, long Version, string CallSign, UnitKind Kind, Place Place, string? Account, bool IsRetired, bool IsOnDuty,
    OffsetDateTime? DutyAt);

/// <summary>Reads the list of units, and which incidents have units on them.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class UnitReader(NpgsqlDataSource source, Cities clocks)
{
    /// <summary>The most units of an answer.</summary>
    public const int Most = 5_000;

    private const string Columns =
        """
        id, version, call_sign, kind, city, district, street, longitude, latitude, account, is_retired, is_on_duty, duty_at
        """;

    private static readonly string Rows = $"select {Columns} from {ReadModels.Schema}.{UnitRegister.Table}";

    /// <summary>The units of some cities that are still there, by city and call sign.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<UnitRow>> Read(IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"{Rows} where not is_retired and ($1::text[] is null or city = any($1)) order by city, call_sign limit {Most}");
        command.Parameters.AddOptional(cities?.ToArray());
        return await Read(command, cancellation);
    }

    /// <summary>The units whose phone has a sign-in of this name, by city and call sign, without those that are no more.</summary>
    public async Task<List<UnitRow>> OfAccount(string account, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"{Rows} where account = $1 and not is_retired order by city, call_sign");
        command.Add(account);
        return await Read(command, cancellation);
    }

    /// <summary>The incidents of some cities that have units on them: sent or arrived, and not left.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<Guid>> IncidentsWithUnits(IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        // Named as in the condition of the index over what is not over.
        await using var command = source.CreateCommand(
            $"""
             select id from {ReadModels.Schema}.{IncidentRegister.Table}
             where status in ('{IncidentRegister.StatusName(IncidentStatus.Assigned)}',
                     '{IncidentRegister.StatusName(IncidentStatus.OnScene)}')
                 and status not in ('registered', 'closed') and ($1::text[] is null or city = any($1))
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        var found = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetGuid(0));
        return found;
    }

    private async Task<List<UnitRow>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<UnitRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = new Place(
                rows.GetString(4), Text(5), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(6));
            found.Add(new(
                rows.GetGuid(0), rows.GetInt64(1), rows.GetString(2), Enum.Parse<UnitKind>(rows.GetString(3)), place, Text(9),
                rows.GetBoolean(10), rows.GetBoolean(11),
                rows.IsDBNull(12) ? null : clocks.Local(Instant.FromDateTimeUtc(rows.GetDateTime(12)), place.City)));
        }
        return found;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
