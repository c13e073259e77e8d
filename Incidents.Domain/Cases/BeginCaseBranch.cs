using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A branch of a case is begun, to try a hypothesis.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">Who does it.</param>
/// <param name="Note">The hypothesis in words, or null.</param>
/// <param name="AtVersion">The version of the case that it begins with; null for the present one.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record BeginCaseBranch(
    Guid StreamId, Guid Branch, string Name, string By, string? Note = null, int? AtVersion = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    // No case comes near it.
    private const int MostVersion = 10_000_000;

    /// <summary>There is no such version.</summary>
    public static readonly Refusal VersionUnknown = new(
        ErrorCode.CaseVersionUnknown, "The case has no version of that number; its first is 1.", "atVersion");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(Name, "name") ?? Texts.Person.Check(By, "by") ?? Texts.Description.CheckOptional(Note, "note")
        ?? (AtVersion is null or (>= 1 and <= MostVersion) ? null : VersionUnknown);

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (state.Branch(Branch) is { } there)
        {
            return there.Name == Name && (AtVersion is null || there.Version == AtVersion)
                ? Decision.Unchanged
                : CaseRefusals.ItemOtherwise;
        }

        if (AtVersion > state.Version)
            return VersionUnknown;
        return state.Branches.Count >= Case.MostParts
            ? CaseRefusals.Full
            : Decision.Of(new CaseBranchBegun(Branch, Name, AtVersion ?? state.Version, Texts.OrNull(Note), By, now, now));
    }
}
