using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>Records that a masking begins. The same masking again changes nothing.</summary>
/// <param name="MaskingId">Id of the masking.</param>
/// <param name="Target">What is masked.</param>
/// <param name="Person">Keyed hash of the plate, the name or the things.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asks.</param>
/// <param name="City">The city whose clock gives the local day.</param>
public sealed record BeginMasking(
    Guid MaskingId, MaskingTarget Target, string Person, string ReasonCode, string Reference, string By, string City)
    : ICommand<PersonalDataRecord>
{
    /// <inheritdoc/>
    public Guid StreamId => MaskingId;

    /// <inheritdoc/>
    string? ICommand<PersonalDataRecord>.City => City;

    /// <inheritdoc/>
    public Refusal? Check() => PersonalDataTexts.Check(Person, ReasonCode, Reference, By, City);

    /// <inheritdoc/>
    public Decision Decide(PersonalDataRecord? state, OffsetDateTime now) => Check() is { } fault ? fault
        : state is not null ? Decision.Unchanged
        : Decision.Of(new MaskingBegun(Target, Person, ReasonCode, Reference, By, City, now, now));
}
