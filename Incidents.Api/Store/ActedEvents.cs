using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Finds out whether a person changed anything in a time.</summary>
internal sealed class ActedEvents(NpgsqlDataSource source)
{
    /// <summary>Most events that are looked through: whoever acted so much later is not found.</summary>
    private const int MostEvents = 1_000_000;

    /// <summary>Whether an event after a position was entered by a person, or names them as who acted.</summary>
    /// <param name="person">Name of the person.</param>
    /// <param name="after">Sequence after which events are looked for.</param>
    /// <param name="until">The moment before which they were stored.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<bool> Has(string person, long after, Instant until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select exists (
                 select from {EventStore.Schema}.mt_events where seq_id > $2 and seq_id <= $2 + {MostEvents} and timestamp < $3
                     and (user_name = $1 or headers ->> '{EventMetadata.ByHeader}' = $1))
             """);
        command.Parameters.Add(new() { Value = person });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = until.ToDateTimeUtc() });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
