using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A view of the timeline of a case is saved; one of its name is replaced.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Name">Its name.</param>
/// <param name="Filter">What it shows.</param>
/// <param name="By">Who does it.</param>
public sealed record SaveCaseView(
    Guid StreamId, string Name, CaseViewFilter Filter, string By)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(Name, "name") ?? Filter.Check() ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.Status is CaseStatus.Dissolved)
            return CaseRefusals.Dissolved;
        return state.Views.Count >= Case.MostParts && !state.Views.Exists(view => view.Name == Name)
            ? CaseRefusals.Full
            : Decision.Of(new CaseViewSaved(Name, Filter, By, now, now));
    }
}
