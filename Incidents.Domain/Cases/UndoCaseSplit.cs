using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A split is undone: the items return to the case that they were split off from.</summary>
/// <param name="StreamId">The case that was split off.</param>
/// <param name="From">The case that it was split off from, as its sender saw it.</param>
/// <param name="By">Who does it.</param>
/// <param name="Source">That case, or null; the host fills it in when it decides.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UndoCaseSplit(
    Guid StreamId, Guid From, string By, Case? Source = null, long? ExpectedVersion = null)
    : IDependentCommand<Case>
{
    /// <summary>It did not begin with a split.</summary>
    public static readonly Refusal NotSplit = new(ErrorCode.CaseNotSplit, "The case was not split off from that one.", "sourceId");

    /// <summary>Something came since that cannot be put back.</summary>
    public static readonly Refusal Overtaken = new(
        ErrorCode.CaseSplitOvertaken,
        "One of the cases is not open, has the items otherwise than the split left them, or something else was put into the new one "
        + "since.");

    /// <inheritdoc/>
    public Guid OtherStreamId => From;

    /// <inheritdoc/>
    public ICommand<Case> Given(Case? other) => this with { Source = other };

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.Status is CaseStatus.Dissolved)
            return CaseRefusals.Dissolved;
        if (state.Origin is not { } origin || origin.CaseId != From || Source is null)
            return NotSplit;
        if (!IsAsItBegan(state) || Source.Status is not CaseStatus.Open || origin.Items.Any(item => Source.Items.ContainsKey(item.Id)))
            return Overtaken;
        if (Source.Items.Count + origin.Items.Count > Case.MostItems)
            return CaseRefusals.Full;
        return Decision.Of(new CaseSplitUndone(From, By, now, now))
            .And(From, new CaseRejoined(StreamId, origin.Items, By, now, Source.NoEarlierThanKnown(now)));
    }

    // Whatever else is in it would be lost from sight with it.
    private static bool IsAsItBegan(Case state) => state is
    {
        Status: CaseStatus.Open, Evidence.IsEmpty: true, Branches.IsEmpty: true, Absorbed.IsEmpty: true, SplitOff.IsEmpty: true,
        Comments.IsEmpty: true, IsHeld: false,
    } && state.Items.Values.SequenceEqual(state.Origin!.Items.OrderBy(item => item.Id));
}
