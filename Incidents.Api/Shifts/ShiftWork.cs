using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
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
internal sealed class ShiftWork(WorkReader reader, Commands commands)
{
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
        foreach (var (kind, id) in offered.Concat(await Open(city, person, cancellation)).Select(item => (item.Kind, item.Id)).Distinct())
        {
            object handOver = kind switch
            {
                WorkKind.Alert => new HandOverWork<Alert>(id, person, receiver, null, at),
                WorkKind.SosCall => new HandOverWork<SosCall>(id, person, receiver, null, at),
                WorkKind.Violation => new HandOverWork<Violation>(id, person, receiver, null, at),
                _ => new HandOverWork<Incident>(id, person, receiver, null, at),
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
