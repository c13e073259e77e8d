using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>Two cases are one: this one is merged into another.</summary>
/// <remarks>What both have under one id stays as the case that stays has it. Evidence, comments, stars and branches stay with the case that
/// goes, which can still be read.</remarks>
/// <param name="StreamId">The case that goes.</param>
/// <param name="Into">The case that stays.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="Target">Its state, or null where it does not exist; the host fills it in when it decides.</param>
/// <param name="ExpectedVersion">The version of the case that goes which they saw, or null.</param>
public sealed record MergeCase(
    Guid StreamId, Guid Into, string Reason, string By, Case? Target = null, long? ExpectedVersion = null)
    : IDependentCommand<Case>
{
    /// <summary>A case is not merged into itself.</summary>
    public static readonly Refusal IntoItself = new(ErrorCode.CaseMergeIntoItself, "A case cannot be merged into itself.", "targetId");

    /// <summary>The other case is not known.</summary>
    public static readonly Refusal OtherUnknown = new(ErrorCode.OtherCaseUnknown, "The other case is not known.", "targetId");

    /// <summary>The case to merge into is not open.</summary>
    public static readonly Refusal TargetNotOpen = new(
        ErrorCode.CaseMergeTargetNotOpen, "The case to merge into is closed or part of another one.", "targetId");

    /// <summary>They are in different cities.</summary>
    public static readonly Refusal OfAnotherCity = new(ErrorCode.CaseOfAnotherCity, "The other case is in another city.", "targetId");

    /// <inheritdoc/>
    public Guid OtherStreamId => Into;

    /// <inheritdoc/>
    public ICommand<Case> Given(Case? other) => this with { Target = other };

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.Status is not CaseStatus.Closed && state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (Into == StreamId)
            return IntoItself;
        if (Target is null)
            return OtherUnknown;
        if (Target.Status is not CaseStatus.Open)
            return TargetNotOpen;
        if (Target.Place.City != state.Place.City)
            return OfAnotherCity;
        CaseItem[] items = [.. state.Items.Values.Where(item => !Target.Items.ContainsKey(item.Id))];
        if (Target.Items.Count + items.Length > Case.MostItems || Target.PartCount + 1 + state.PartCount > Case.MostParts)
            return CaseRefusals.Full;
        return Decision.Of(new CaseMerged(Into, Reason, By, now, now))
            .And(Into, new CaseAbsorbed(StreamId, items, By, now, Target.NoEarlierThanKnown(now), state.PartCount));
    }
}
