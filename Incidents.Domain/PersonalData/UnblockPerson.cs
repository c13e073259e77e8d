using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>Shows the data of a person or plate again. What is not blocked stays so.</summary>
/// <param name="Person">Keyed hash of the plate or name.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asks.</param>
public sealed record UnblockPerson(string Person, string ReasonCode, string Reference, string By) : ICommand<PersonalDataRecord>
{
    /// <inheritdoc/>
    public Guid StreamId => BlockPerson.Stream(Person);

    /// <inheritdoc/>
    public Refusal? Check() => PersonalDataTexts.Check(Person, ReasonCode, Reference, By);

    /// <inheritdoc/>
    public Decision Decide(PersonalDataRecord? state, OffsetDateTime now) => Check() is { } fault ? fault
        : state is { IsBlocked: true } ? Decision.Of(new PersonUnblocked(Person, ReasonCode, Reference, By, now, now))
        : Decision.Unchanged;
}
