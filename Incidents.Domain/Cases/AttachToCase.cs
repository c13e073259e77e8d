using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An alert, call, violation or incident is attached to a case, or to a branch of it.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ThingId">Its stream.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="Branch">The branch that is changed; null for the case itself.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="IsKnown">Whether there is such a thing; the host fills it in when it decides.</param>
public sealed record AttachToCase(
    Guid StreamId, CaseItemKind Kind, Guid ThingId, string Reason, string By, Guid? Branch = null, long? ExpectedVersion = null,
    bool IsKnown = true)
    : ILinkingCommand<Case>
{
    /// <summary>Nothing of that kind has that id.</summary>
    public static readonly Refusal Unknown = new(
        ErrorCode.CaseThingUnknown, "No alert, call, violation or incident of that kind has that id.", "thingId");

    /// <summary>It is attached already, for another reason.</summary>
    public static readonly Refusal AlreadyAttached = new(
        ErrorCode.CaseThingAttached, "It is attached already, for another reason; detach it first.", "thingId");

    /// <inheritdoc/>
    public Guid? LinkedStreamId => ThingId;

    /// <inheritdoc/>
    public ICommand<Case> GivenType(string? streamType) =>
        this with { IsKnown = streamType is not null && streamType == CaseItem.StreamType(Kind) };

    /// <inheritdoc/>
    public Refusal? Check() =>
        CaseItem.StreamType(Kind) is null
            ? new(ErrorCode.BadInput, "Alerts, calls, violations and incidents are attached; other items are added.", "kind")
            : Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        if (!IsKnown)
            return Unknown;
        var item = new CaseItem(ThingId, Kind, Reason: Reason);
        return state.ItemsOf(Branch).GetValueOrDefault(ThingId) switch
        {
            { } there => there == item ? Decision.Unchanged : AlreadyAttached,
            null when state.ItemsOf(Branch).Count >= Case.MostItems => CaseRefusals.Full,
            null => Decision.Of(new CaseItemAdded(item, By, now, now, Branch)),
        };
    }
}
