using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.NearRepeats;

/// <summary>Where and when an incident occurred.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="OccurredAt">As the clocks of its city showed it.</param>
internal readonly record struct IncidentPoint(Guid Id, double Longitude, double Latitude, LocalDateTime OccurredAt);

/// <summary>
/// Incidents as points. The ledgers keep cells, not points, so these come from the incidents' own events: which of them to read the register knows, for place and
/// time never change; category and whether it stands are folded from what was known. The numbers are those of the ledger at the same position.
/// </summary>
internal static class IncidentPoints
{
    /// <summary>The events that tell whether an incident stands, and of which category it is.</summary>
    public static readonly string[] Types = ["incident_opened", "incident_categorised", "incident_withdrawn", "incident_merged", "incident_unmerged"];

    private const string Sql =
        $"""
         select e.stream_id, e.type, coalesce(e.data->>'to', e.data->>'category'), e.data->>'occurredAt',
             (e.data->'place'->'point'->>'longitude')::float8, (e.data->'place'->'point'->>'latitude')::float8
         from {ReadModels.Schema}.{IncidentRegister.Table} i join {EventStore.Schema}.mt_events e on e.stream_id = i.id
         where i.occurred_at >= $1 and i.occurred_at < $2 and i.longitude between $3 and $4 and i.latitude between $5 and $6
             and e.type = any($7) and e.seq_id <= $8 and ($9::date is null or left(e.data->>'knownAt', 10)::date <= $9)
         order by e.stream_id, e.version
         """;

    /// <summary>The incidents that stand within the bounds and the period, by time and id.</summary>
    /// <exception cref="RefusedException">There are more than <paramref name="most"/> (<c>TOO_MANY_INCIDENTS</c>).</exception>
    public static async Task<List<IncidentPoint>> Read(AnalysisScope scope, GeoBounds bounds, int most, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, snapshot.Connection);
        Add(scope.From.UtcMidnight(-1));
        Add(scope.Until.UtcMidnight(1));
        foreach (var edge in (double[])[bounds.West, bounds.East, bounds.South, bounds.North])
            Add(edge);
        Add(Types);
        Add(snapshot.Position);
        command.Parameters.Add(new() { Value = scope.KnownOn?.ToDateOnly() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });

        var points = new List<IncidentPoint>();
        var (last, category, stands) = (default(IncidentPoint), "", false);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (id, type) = (rows.GetGuid(0), rows.GetString(1));
            if (id != last.Id)
            {
                Take();
                (last, category, stands) = (new(id, 0, 0, default), "", false);
            }
            switch (type)
            {
                case "incident_opened":
                    last = new(id, rows.GetDouble(4), rows.GetDouble(5), OffsetDateTimePattern.Rfc3339.Parse(rows.GetString(3)).Value.LocalDateTime);
                    (category, stands) = (rows.GetString(2), true);
                    break;
                case "incident_categorised":
                    category = rows.GetString(2);
                    break;
                default:
                    stands = type == "incident_unmerged";
                    break;
            }
        }
        Take();
        return [.. points.OrderBy(p => p.OccurredAt).ThenBy(p => p.Id)];

        void Take()
        {
            if (!stands || category.Length == 0 || last.OccurredAt.Date < scope.From || last.OccurredAt.Date >= scope.Until || scope.Categories?.Contains(category) == false)
                return;
            points.Add(last);
            if (points.Count > most)
                throw new RefusedException(new("TOO_MANY_INCIDENTS", $"More than {most} incidents; ask for a shorter period, a smaller part or fewer categories.", "bounds"));
        }

        void Add(object value) => command.Parameters.Add(new() { Value = value });
    }
}
