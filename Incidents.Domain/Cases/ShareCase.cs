using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A case is shared with a colleague, who then sees and changes it like its owner.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="With">The colleague.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ShareCase(
    Guid StreamId, CaseColleague With, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        With.Check("with") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        return state switch
        {
            null => Refusals.NotFound,
            { Status: CaseStatus.Dissolved } => CaseRefusals.Dissolved,
            _ when state.IsOf(With.CallerId) => Decision.Unchanged,
            _ when state.SharedWith.Count >= Case.MostParts => CaseRefusals.Full,
            _ => Decision.Of(new CaseShared(With, By, now, now)),
        };
    }
}
