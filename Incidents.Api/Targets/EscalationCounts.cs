using Incidents.Api.Store;
using Incidents.Domain.Targets;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Api.Targets;

/// <summary>Counts escalations by their events: there are few of them.</summary>
/// <param name="source">The database.</param>
/// <param name="catalogue">Names of events.</param>
internal sealed class EscalationCounts(NpgsqlDataSource source, EventCatalogue catalogue)
{
    /// <summary>Number of steps of a target that were escalated at the first level.</summary>
    /// <param name="target">Name of the target.</param>
    /// <param name="scope">Towns, categories and local days; districts and hours do not limit it.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<int> Count(string target, CountScope scope, CancellationToken cancellation)
    {
        // The local time of an event begins with its local day.
        await using var command = source.CreateCommand(
            $"""
             select count(*) from {EventStore.Schema}.mt_events
             where type = $1 and data ->> 'target' = $2 and (data ->> 'level')::int = 1
                 and left(data ->> 'occurredAt', 10) >= $3 and left(data ->> 'occurredAt', 10) < $4
                 and ($5::text[] is null or data -> 'place' ->> 'city' = any($5))
                 and ($6::text[] is null or data ->> 'category' = any($6))
             """);
        command.Parameters.Add(new() { Value = catalogue.NameOf(typeof(Escalated)) });
        command.Parameters.Add(new() { Value = target });
        command.Parameters.Add(new() { Value = scope.From.ToString("uuuu-MM-dd", null) });
        command.Parameters.Add(new() { Value = scope.Until.ToString("uuuu-MM-dd", null) });
        foreach (var list in (IReadOnlyList<string>?[])[scope.Cities, scope.Categories])
        {
            command.Parameters.Add(new()
            {
                Value = (object?)list?.ToArray() ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
            });
        }
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }
}
