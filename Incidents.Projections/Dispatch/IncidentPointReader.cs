using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>Where and when an incident occurred.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="Day">Local day of occurrence.</param>
public readonly record struct IncidentPoint(Guid Id, double Longitude, double Latitude, LocalDate Day);

/// <summary>Which incidents are read as points.</summary>
/// <param name="Bounds">Where they lie; points on the edge are included.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer included.</param>
/// <param name="Categories">Category codes, or null for all.</param>
/// <param name="KnownOn">As known at the end of this day, or null for as known now.</param>
public sealed record IncidentPointRequest(
    GeoBounds Bounds, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories = null, LocalDate? KnownOn = null);

/// <summary>Reads incidents as points from the register: the ledger holds cells only.</summary>
public static class IncidentPointReader
{
    private static readonly string AsKnownNow = Sql(null);
    private static readonly string AsKnownThen = Sql("$9");

    /// <summary>The incidents that are counted, by local day, time and id. Those without coordinates are left out.</summary>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="request">Which incidents.</param>
    /// <param name="limit">The most incidents to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<IncidentPoint>> Read(
        NpgsqlConnection connection, IncidentPointRequest request, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(request.KnownOn is null ? AsKnownNow : AsKnownThen, connection);
        Add(request.From.ToDateOnly());
        Add(request.Until.ToDateOnly());
        foreach (var edge in (double[])[request.Bounds.West, request.Bounds.East, request.Bounds.South, request.Bounds.North])
            Add(edge);
        command.Parameters.AddOptional(request.Categories?.ToArray());
        Add(limit);
        if (request.KnownOn is { } known)
            Add(known.ToDateOnly());
        Add(request.From.UtcMidnight(-1));
        Add(request.Until.UtcMidnight(1));

        var points = new List<IncidentPoint>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            points.Add(new(rows.GetGuid(0), rows.GetDouble(1), rows.GetDouble(2), LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3))));
        return points;

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }

    private static string Sql(string? knownOn)
    {
        var (from, until) = knownOn is null ? ("$9", "$10") : ("$10", "$11");
        var where = $"i.occurred_at >= {from} and i.occurred_at < {until} and i.occurred_day >= $1 and i.occurred_day < $2 "
            + "and i.longitude between $3 and $4 and i.latitude between $5 and $6";
        return $"""
                select id, longitude, latitude, occurred_day
                from ({CountedIncidents.Sql("i.id, i.longitude, i.latitude, i.occurred_day, i.occurred_at", where, knownOn)}) as counted
                where $7::text[] is null or category = any($7)
                group by id, longitude, latitude, occurred_day, occurred_at having sum(n) > 0
                order by occurred_day, occurred_at, id limit $8
                """;
    }
}
