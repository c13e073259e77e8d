using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Shifts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
using Incidents.Projections;
using Incidents.Projections.Work;
using NodaTime;

namespace Incidents.Api.Shifts;

/// <summary>What a person works on when their shift is handed over.</summary>
/// <remarks>It is read from a read model, which comes a moment after the events: what is accepted is looked for again.</remarks>
internal sealed class ShiftWork(WorkReader reader, Commands commands, EventReader events)
{
    /// <summary>How many things are read at once.</summary>
    internal int PageSize { get; init; } = Shift.MostOpen;

    /// <summary>What a person works on in a town, what they took first at the top.</summary>
    /// <param name="city">City code.</param>
    /// <param name="person">The person.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<ShiftItem[]> Open(string city, string person, CancellationToken cancellation) =>
    [
        .. (await reader.Read(person, [city], RowSight.All, null, false, Shift.MostOpen, cancellation))
            .Select(item => new ShiftItem(item.Kind, item.Id, item.TakenAt)),
    ];

    /// <summary>Hands what a person works on to the receiver of their shift.</summary>
    /// <param name="city">City code.</param>
    /// <param name="person">The person.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="offered">What was open when the shift was handed over.</param>
    /// <param name="at">When, if not now.</param>
    /// <param name="cancellation">Cancels it; what was handed on stays so.</param>
    public async Task PassOn(
        string city, string person, string receiver, IReadOnlyList<ShiftItem> offered, OffsetDateTime? at, CancellationToken cancellation)
    {
        await HandOver([.. offered.Select(item => (item.Kind, item.Id))], person, receiver, at, cancellation);
        var seen = offered.Select(item => item.Id).ToHashSet();
        (Instant At, Guid Id)? after = null;
        while (true)
        {
            var page = await reader.Read(person, [city], RowSight.All, after, false, PageSize, cancellation);
            await HandOver(
                [.. page.Where(item => seen.Add(item.Id)).Select(item => (item.Kind, item.Id))], person, receiver, at, cancellation);
            if (page.Count < PageSize)
                return;
            after = (page[^1].TakenAt.ToInstant(), page[^1].Id);
        }
    }

    private async Task HandOver(
        (WorkKind Kind, Guid Id)[] things, string person, string receiver, OffsetDateTime? at, CancellationToken cancellation)
    {
        var held = await events.Open<WorkState>([.. things.Select(thing => thing.Id)], null, cancellation);
        foreach (var (kind, id) in things)
        {
            // What they took after the moment at which the shift was accepted goes over when they took it.
            if (held.GetValueOrDefault(id)?.State is not { TakenBy: { } holder, TakenAt: { } since } || holder != person)
                continue;
            var moment = at is { } given && given.ToInstant() < since.ToInstant() ? since : at;
            object handOver = kind switch
            {
                WorkKind.Alert => new HandOverWork<Alert>(id, person, receiver, null, moment),
                WorkKind.SosCall => new HandOverWork<SosCall>(id, person, receiver, null, moment),
                WorkKind.Violation => new HandOverWork<Violation>(id, person, receiver, null, moment),
                _ => new HandOverWork<Incident>(id, person, receiver, null, moment),
            };
            try
            {
                await commands.Send(handOver, cancellation);
            }
            catch (RefusedException refused) when (IsNoLongerTheirs(refused.Refusal.Code))
            {
                // Somebody else has it by now, or it is over: nothing is to be passed on.
            }
        }
    }

    private static bool IsNoLongerTheirs(ErrorCode code) =>
        code is ErrorCode.WorkNotTaken or ErrorCode.WorkNotYours or ErrorCode.WorkOver;
}
