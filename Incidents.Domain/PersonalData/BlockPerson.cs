using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>Blocks the data of a person or plate. What is blocked stays so.</summary>
/// <param name="Person">Keyed hash of the plate or name.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asks.</param>
/// <param name="City">The city whose clock gives the local day.</param>
public sealed record BlockPerson(string Person, string ReasonCode, string Reference, string By, string City)
    : ICommand<PersonalDataRecord>
{
    /// <summary>The stream of a person.</summary>
    /// <param name="person">Keyed hash of the plate or name.</param>
    public static Guid Stream(string person) => Identity.Stream("personal_data", "person", person);

    /// <inheritdoc/>
    public Guid StreamId => Stream(Person);

    /// <inheritdoc/>
    string? ICommand<PersonalDataRecord>.City => City;

    /// <inheritdoc/>
    public Refusal? Check() => PersonalDataTexts.Check(Person, ReasonCode, Reference, By, City);

    /// <inheritdoc/>
    public Decision Decide(PersonalDataRecord? state, OffsetDateTime now) => Check() is { } fault ? fault
        : state is { IsBlocked: true } ? Decision.Unchanged
        : Decision.Of(new PersonBlocked(Person, ReasonCode, Reference, By, City, now, now));
}
