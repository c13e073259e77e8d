using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Projections.Outcomes;

/// <summary>How many violations of a town and month have come so far.</summary>
/// <param name="City">City code.</param>
/// <param name="Month">First day of the month in which they occurred.</param>
/// <param name="Status">How far they have come.</param>
/// <param name="FineTenge">The amount of each one's fine in tenge; null where they are not fined.</param>
/// <param name="Count">Number of violations.</param>
public sealed record ViolationPart(string City, LocalDate Month, ViolationStatus Status, decimal? FineTenge, long Count);

/// <summary>What came of how many alerts of a town and month.</summary>
/// <param name="City">City code.</param>
/// <param name="Month">First day of the month in which they occurred.</param>
/// <param name="Outcome">What came of them; null where nobody has said.</param>
/// <param name="Count">Number of alerts.</param>
public sealed record AlertPart(string City, LocalDate Month, Domain.Alerts.AlertOutcome? Outcome, long Count);
