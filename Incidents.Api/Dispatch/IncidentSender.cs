using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>Sends a command about an incident, and answers with the incident after it.</summary>
internal sealed class IncidentSender(Commands commands, IncidentFiles files, EventReader events)
{
    // Merges are never a circle, but may meet a command again and again.
    private const int MostMerges = 100;

    /// <summary>Sends a command whose moment, where the caller names one, is written by the clocks of the incident's own city.</summary>
    public async Task<IncidentNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, object> command, CancellationToken cancellation) =>
        await Send(command(await commands.Moment<Incident>(id, moment, cancellation)), cancellation);

    /// <summary>Sends a command about a unit that is on the incident, or on the one that it was merged into.</summary>
    public async Task<IncidentNode> SendToSurvivor(
        Guid id, Instant? moment, long? expectedVersion, Func<Guid, OffsetDateTime?, long?, object> command,
        CancellationToken cancellation)
    {
        for (var merges = 0; ; merges++)
        {
            try
            {
                var (incident, version) = (id, expectedVersion);
                return await Send(incident, moment, at => command(incident, at, version), cancellation);
            }
            catch (RefusedException e) when (e.Refusal == WithdrawIncident.Merged && merges < MostMerges)
            {
                if (await events.Open<Incident>(id, null, cancellation) is { State.MergedInto: { } into })
                    (id, expectedVersion) = (into, null);
            }
        }
    }

    /// <summary>Sends a command.</summary>
    public async Task<IncidentNode> Send(object command, CancellationToken cancellation) =>
        (await files.Open(await commands.Send(command, cancellation), commands.Sight, cancellation))!;
}
