using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>Records that data older than their retention were masked.</summary>
/// <param name="Rule">The setting that says so.</param>
/// <param name="Before">Data that were received before this moment.</param>
/// <param name="Counts">What was masked.</param>
/// <param name="City">The city whose clock gives the local day.</param>
public sealed record ExecuteRetention(string Rule, OffsetDateTime Before, IReadOnlyList<MaskedCount> Counts, string City)
    : ICommand<PersonalDataRecord>
{
    /// <summary>The stream of a rule.</summary>
    public static Guid Stream(string rule) => Identity.Stream("personal_data", "retention", rule);

    /// <inheritdoc/>
    public Guid StreamId => Stream(Rule);

    /// <inheritdoc/>
    string? ICommand<PersonalDataRecord>.City => City;

    /// <inheritdoc/>
    public Refusal? Check() => Texts.SourceId.Check(Rule, "rule") ?? Texts.City.Check(City, "city");

    /// <inheritdoc/>
    public Decision Decide(PersonalDataRecord? state, OffsetDateTime now) =>
        Check() is { } fault ? fault : Decision.Of(new RetentionExecuted(Rule, Before, Counts, City, now, now));
}
