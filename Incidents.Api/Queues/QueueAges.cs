using GraphQL;
using Incidents.Api.Alerts;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.SosCalls;
using Incidents.Api.Violations;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Queues;

/// <summary>How long an alert has waited.</summary>
[ExtendObjectType(typeof(AlertNode))]
internal static class AlertAge
{
    /// <summary>
    /// Whole seconds since it began, by the server's clock, at least 0; since it became known where no minute of its beginning is known.
    /// </summary>
    public static long AgeSeconds([Parent] AlertNode alert, [FromServices] IClock clock) =>
        QueueAge.Seconds(alert.OccurredAt, alert.KnownAt, alert.TimePrecision, clock);
}

/// <summary>How long a call has waited.</summary>
[ExtendObjectType(typeof(SosCallNode))]
internal static class SosCallAge
{
    /// <summary>
    /// Whole seconds since it began, by the server's clock, at least 0; since it became known where no minute of its beginning is known.
    /// </summary>
    public static long AgeSeconds([Parent] SosCallNode call, [FromServices] IClock clock) =>
        QueueAge.Seconds(call.OccurredAt, call.KnownAt, call.TimePrecision, clock);
}

/// <summary>How long a violation has waited.</summary>
[ExtendObjectType(typeof(ViolationNode))]
internal static class ViolationAge
{
    /// <summary>
    /// Whole seconds since it occurred, by the server's clock, at least 0; since it became known where no minute of it is known.
    /// </summary>
    public static long AgeSeconds([Parent] ViolationNode violation, [FromServices] IClock clock) =>
        QueueAge.Seconds(violation.OccurredAt, violation.KnownAt, violation.TimePrecision, clock);
}

/// <summary>How long an incident has waited, and how urgent it is.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentAge
{
    /// <summary>
    /// Whole seconds since it occurred, by the server's clock, at least 0; since it became known where no minute of it is known.
    /// </summary>
    public static long AgeSeconds([Parent] IncidentNode incident, [FromServices] IClock clock) =>
        QueueAge.Seconds(incident.OccurredAt, incident.KnownAt, incident.TimePrecision, clock);

    /// <summary>How soon somebody must come, by its category: 1 (life may be in danger) to 4 (nobody waits at the place).</summary>
    public static int Urgency([Parent] IncidentNode incident, [FromServices] Categories categories) =>
        categories.UrgencyOf(incident.Category);
}

/// <summary>How long something has waited.</summary>
internal static class QueueAge
{
    /// <summary>Whole seconds; a clock of a device that is ahead makes none below 0.</summary>
    public static long Seconds(OffsetDateTime occurredAt, OffsetDateTime knownAt, TimePrecision precision, IClock clock)
    {
        var since = precision is TimePrecision.Minute ? occurredAt : knownAt;
        return Math.Max(0, (long)(clock.GetCurrentInstant() - since.ToInstant()).TotalSeconds);
    }
}
