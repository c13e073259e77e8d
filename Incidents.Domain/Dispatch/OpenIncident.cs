using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An operator opens an incident, from a signal or without one.</summary>
/// <remarks>What a register or another system reports is a <see cref="RegisterIncident"/>.</remarks>
/// <param name="Origin">The operator's console and its own key for the command: sending it twice opens one incident.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="From">The signal that it is opened from, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Description">What the operator says about it, or null.</param>
/// <param name="OccurredAt">When it occurred, if not now.</param>
/// <param name="ReportedAt">When it was reported to the centre, where it is entered afterwards: response times start then.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
/// <param name="SignalIsKnown">Whether there is such a signal; the host fills it in when it decides.</param>
/// <param name="Rule">The rule that opens it; null where a person does.</param>
public sealed record OpenIncident(
    Origin Origin, string Category, Place Place, Signal? From = null, string? DeviceId = null, string? Description = null,
    OffsetDateTime? OccurredAt = null, OffsetDateTime? ReportedAt = null, TimePrecision Precision = TimePrecision.Minute,
    bool SignalIsKnown = true, RuleMatch? Rule = null)
    : ILinkingCommand<Incident>, IOnceCommand
{
    /// <summary>It was reported before it occurred, or in the future.</summary>
    public static readonly Refusal ImpossibleReport =
        new(ErrorCode.ImpossibleReportTime, "It cannot have been reported before it occurred, nor in the future.", "reportedAt");

    /// <summary>The console has opened an incident with other content under the same key.</summary>
    public static readonly Refusal OpenedOtherwise =
        new(ErrorCode.IncidentOpenedOtherwise, "An incident with other content was opened under the same console and key.", "key");

    string IOnceCommand.Phase => RegisterIncident.Phase;

    Refusal IOnceCommand.SentOtherwise => OpenedOtherwise;

    /// <inheritdoc/>
    public Guid? LinkedStreamId => From?.Id;

    /// <inheritdoc/>
    public ICommand<Incident> GivenType(string? streamType) => this with { SignalIsKnown = streamType == From?.StreamType() };

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(RegisterIncident.Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check("console", "key") ?? CategoryCode.Check(Category, "category") ?? Place.Check("place")
        ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId") ?? Texts.Description.CheckOptional(Description, "description")
        ?? Rule?.Check("rule");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        // What is reported at some moment occurred by then at the latest.
        var at = OccurredAt ?? ReportedAt ?? now;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        if (ReportedAt is { } reported && !reported.IsWithin(at, now))
            return ImpossibleReport;
        if (state is null && From is not null && !SignalIsKnown)
            return LinkSignal.Unknown;
        var precision = OccurredAt is null ? TimePrecision.Minute : Precision;
        var opened = new RegisterIncident(Origin, Category, Place, at, null, From, DeviceId, null, Description, null, Precision: precision)
            .Decide(state, now);
        return opened.Events is [IncidentOpened e] ? Decision.Of(e with { ReportedAt = ReportedAt, Rule = Rule }) : opened;
    }
}
