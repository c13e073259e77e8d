using Incidents.Api.Store;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Tests.Store;

/// <summary>
/// Steps of which each needs the one before it: of a history that is chosen blindly, thousands go by until all of them have happened.
/// </summary>
internal sealed class RareSteps(RunningHost host, int seed)
{
    private readonly Random random = new(seed);
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly Tariffs tariffs = host.Services.GetRequiredService<Tariffs>();

    /// <summary>Takes some things of the history through them; what a rule refuses is left out.</summary>
    public async Task Happen()
    {
        var incidents = await Some("incident_opened");
        foreach (var (incident, other) in incidents.Zip(incidents.Skip(1)))
            await Decide(incident, other);
        foreach (var alert in await Some("alert_raised"))
        {
            await commands.Decide(new DismissAlert(alert, "op", "shadow"), default);
            await commands.Decide(new ReinstateAlert(alert, "op", "mistake"), default);
        }
        foreach (var violation in await Some("violation_recorded"))
        {
            await commands.Decide(new ConfirmViolation(violation, "inspector"), default);
            await commands.Decide(new FineViolation(violation, tariffs), default);
            await commands.Decide(new CancelViolation(violation, "court", "appeal"), default);
        }
        foreach (var call in await Some("sos_call_abandoned"))
            await commands.Decide(new CallBackSosCall(call, "op", true), default);
    }

    private async Task Decide(Guid incident, Guid other)
    {
        await commands.Decide(new MergeIncident(incident, other, null, "op"), default);
        await commands.Decide(new UnmergeIncident(incident, "op", From: other), default);
        await commands.Decide(new AssignUnit(incident, "P-1"), default);
        await commands.Decide(new DivertUnit(incident, "P-1", other, null), default);
        await commands.Decide(new AssignUnit(incident, "P-2"), default);
        await commands.Decide(new CancelUnit(incident, "P-2"), default);
        await commands.Decide(new ResolveIncident(incident, "assisted"), default);
        await commands.Decide(new CloseIncident(incident, "op"), default);
        await commands.Decide(new ReopenIncident(incident, "op", "again"), default);
    }

    private async Task<Guid[]> Some(string type)
    {
        var streams = await host.Query($"select stream_id from store.mt_events where type = '{type}' group by 1 order by min(seq_id)");
        return streams.Count == 0 ? [] : random.GetItems([.. streams.Select(row => (Guid)row[0])], 8);
    }
}
