using Incidents.Api.Reactions;
using Incidents.Api.Store;
using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>How far rules, deadlines and feeds are behind the events, and what they have passed over.</summary>
internal sealed class ReactionCheck(StorePools pools, IEnumerable<Reaction> reactions, AlarmSettings settings) : IAlarmCheck
{
    // By the clock of the database, which stamps the events.
    private const string Lags =
        $"""
         select r.name, case when r.position < h.last then extract(epoch from now() - (
             select timestamp from {EventStore.Schema}.mt_events where seq_id > r.position order by seq_id limit 1)) end::float8
         from ops.reactions r,
             (select max(last_seq_id) as last from {EventStore.Schema}.mt_event_progression where name = 'HighWaterMark') h
         where r.name = any($1) order by r.name
         """;

    private readonly string[] names = [.. reactions.Select(reaction => reaction.Name)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var readings = new List<AlarmReading>();
        await using (var lags = pools.Upkeep.CreateCommand(Lags))
        {
            lags.Parameters.Add(new() { Value = names });
            await using var rows = await lags.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                readings.Add(AlarmReading.High(
                    AlarmKind.ReactionBehind, rows.GetString(0), rows.IsDBNull(1) ? 0 : Math.Max(0, rows.GetDouble(1)),
                    settings.ReactionLag.TotalSeconds));
            }
        }
        await using var faults = pools.Upkeep.CreateCommand("select count(*) from ops.reaction_faults");
        var count = (long)(await faults.ExecuteScalarAsync(cancellation))!;
        readings.Add(AlarmReading.High(AlarmKind.ReactionPassedOver, "", count, 1));
        return readings;
    }
}
