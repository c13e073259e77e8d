using Incidents.Api.Reactions;
using Incidents.Api.Store;
using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>How far rules, deadlines and feeds are behind the events, and what they have passed over.</summary>
internal sealed class ReactionCheck(StorePools pools, IEnumerable<Reaction> reactions, AlarmSettings settings) : IAlarmCheck
{
    private readonly string[] names = [.. reactions.Select(reaction => reaction.Name)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var readings = new List<AlarmReading>();
        foreach (var (name, position) in await Positions(cancellation))
        {
            readings.Add(AlarmReading.High(
                AlarmKind.ReactionBehind, name, await EventAge.After(pools.Upkeep, position, cancellation),
                settings.ReactionLag.TotalSeconds));
        }
        await using var faults = pools.Upkeep.CreateCommand("select count(*) from ops.reaction_faults");
        var count = (long)(await faults.ExecuteScalarAsync(cancellation))!;
        readings.Add(AlarmReading.High(AlarmKind.ReactionPassedOver, "", count, 1));
        return readings;
    }

    private async Task<List<(string Name, long Position)>> Positions(CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            "select name, position from ops.reactions where name = any($1) order by name");
        command.Parameters.Add(new() { Value = names });
        var found = new List<(string, long)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetString(0), rows.GetInt64(1)));
        return found;
    }
}
