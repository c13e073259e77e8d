using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A saved view of the timeline of a case is removed.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">Who does it.</param>
public sealed record RemoveCaseView(
    Guid StreamId, string Name, string By)
    : ICommand<Case>
{
    /// <summary>There is none of this name.</summary>
    public static readonly Refusal Unknown = new(ErrorCode.CaseViewUnknown, "The case has no saved view of this name.", "name");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(Name, "name") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        return state switch
        {
            null => Refusals.NotFound,
            _ when state.Views.Exists(view => view.Name == Name) => Decision.Of(new CaseViewRemoved(Name, By, now, now)),
            _ => Unknown,
        };
    }
}
