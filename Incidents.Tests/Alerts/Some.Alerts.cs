using Incidents.Domain;
using Incidents.Domain.Alerts;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> AlertEvents =>
    [
        AlertRaised(),
        new AlertBeginningReported(
            CountKey("fight"), CountKey("weapon"), 0.7, "cam-2", "cam-1", null, null, null, false, Before(40), Now),
        new AlertUpdated(CountKey("fight"), "weapon", 0.9, null, null, null, Now, Now),
        new AlertEnded(CountKey("fight"), Now, Now),
        new AlertAcknowledged("op", CountKey("fight"), Now, Now),
        AlertDismissed(),
        new AlertReinstated("op", "mistake", CountKey("fight"), Now, Now),
        AlertJudged(),
        new AlertJudgementWithdrawn(
            JudgeAlert.ByResolution, OtherId, AlertOutcome.Unfounded, false, CountKey("fight"), Now, Now),
    ];

    public static AlertRaised AlertRaised() => new(Origin, "fight", 0.8, "cam-1", Place, null, null, null, Began, Began);

    public static AlertDismissed AlertDismissed() => new("op", "shadow", CountKey("fight"), Now, Now);

    public static AlertJudged AlertJudged() =>
        new("op", AlertOutcome.Unfounded, "works", null, 4, 35, null, CountKey("fight"), Now, Now);

    public static Alert Alert(params IDomainEvent[] then) => Folded<Alert>([AlertRaised(), .. then]);
}
