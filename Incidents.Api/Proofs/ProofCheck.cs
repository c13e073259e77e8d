using Incidents.Api.Alarms;
using Incidents.Api.Store;
using NodaTime;

namespace Incidents.Api.Proofs;

/// <summary>Whether this host can sign the log of commitments, and whether the log has begun anew of late.</summary>
internal sealed class ProofCheck(StorePools pools, ProofState state) : IAlarmCheck
{
    // So long it is on the page, and then only in the log and in every export.
    private static readonly Duration Shown = Duration.FromDays(7);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var isRefused = state.Refused is not null;
        var readings = new List<AlarmReading>
        {
            new(AlarmKind.ProofsNotSigned, Environment.MachineName, isRefused ? AlarmLevel.Bad : AlarmLevel.Good, isRefused ? 1 : 0, 1),
        };
        await using var command = pools.Upkeep.CreateCommand(
            $"select origin, begun_at, number from {ProofTables.Log} where named is not null order by number");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var isNew = now - Instant.FromDateTimeUtc(rows.GetDateTime(1)) < Shown;
            readings.Add(new(
                AlarmKind.ProofLogRestarted, rows.GetString(0), isNew ? AlarmLevel.Bad : AlarmLevel.Good, rows.GetInt32(2), 2));
        }
        return readings;
    }
}
