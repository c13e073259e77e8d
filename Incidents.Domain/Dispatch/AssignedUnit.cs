using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>What became of a unit on an incident.</summary>
public enum UnitStatus
{
    /// <summary>It is on its way.</summary>
    Assigned,

    /// <summary>It is there.</summary>
    OnScene,

    /// <summary>It has left: its work is done, or it was sent again later.</summary>
    Released,

    /// <summary>It was called off before it arrived.</summary>
    Cancelled,

    /// <summary>It was sent on to another incident.</summary>
    Diverted,
}

/// <summary>A unit on an incident; one that is sent again after it left is listed again.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Since">When it was sent; where nobody had sent it, when it arrived.</param>
/// <param name="ArrivedAt">When it reached the place, or null where it has not.</param>
/// <param name="Status">What became of it.</param>
/// <param name="AssignedAt">When it was sent, or null where it arrived without being sent.</param>
/// <param name="EndedAt">When it left, was called off or sent on; null while it is on the incident.</param>
/// <param name="DivertedTo">The incident that it was sent on to, or null.</param>
/// <param name="CameWith">The incident merged into this one that it was sent to, or null.</param>
public sealed record AssignedUnit(
    string Unit, OffsetDateTime Since, OffsetDateTime? ArrivedAt = null, UnitStatus Status = UnitStatus.Assigned,
    OffsetDateTime? AssignedAt = null, OffsetDateTime? EndedAt = null, Guid? DivertedTo = null, Guid? CameWith = null);

/// <summary>What a unit did.</summary>
public enum UnitStepKind
{
    /// <summary>It was sent.</summary>
    Assigned,

    /// <summary>It arrived.</summary>
    Arrived,

    /// <summary>It left.</summary>
    Released,

    /// <summary>It was called off.</summary>
    Cancelled,

    /// <summary>It was sent on to another incident.</summary>
    Diverted,
}

/// <summary>One step of a unit on an incident.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Kind">What it did.</param>
/// <param name="At">When.</param>
/// <param name="To">The incident that it was sent on to, or null.</param>
/// <param name="From">The incident merged into this one that it was sent to, or null.</param>
public sealed record UnitStep(string Unit, UnitStepKind Kind, OffsetDateTime At, Guid? To = null, Guid? From = null);
