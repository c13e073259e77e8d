using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>What a page of events changes in one row of the register: null leaves a column as it is.</summary>
internal sealed class RegisterEntry(Guid id)
{
    public Guid Id { get; } = id;
    public IncidentOpened? Opened { get; private set; }
    public long Version { get; private set; }
    public string? Category { get; private set; }
    public IncidentStatus? Status { get; private set; }
    public string? Unit { get; private set; }
    public Instant? AssignedAt { get; private set; }
    public Instant? ArrivedAt { get; private set; }
    public Instant? ResolvedAt { get; private set; }
    public Instant? ClosedAt { get; private set; }
    public Guid? MergedInto { get; private set; }
    public Instant? LastKnownAt { get; private set; }

    /// <summary>Applies one event of the incident's stream; false where it is no such event.</summary>
    public bool Apply(IDomainEvent fact, long version)
    {
        switch (fact)
        {
            case IncidentOpened e:
                (Opened, Category, Status) = (e, e.Category, e.Historic ? IncidentStatus.Registered : IncidentStatus.Open);
                break;
            case IncidentCategorised e:
                Category = e.To;
                break;
            case UnitAssigned e:
                (Status, Unit) = (e.Status, e.Unit);
                // The first dispatch counts; later units carry no Since.
                if (e.Since is not null)
                    AssignedAt = e.OccurredAt.ToInstant();
                break;
            case UnitArrived e:
                Status = IncidentStatus.OnScene;
                if (e.Since is not null)
                    ArrivedAt = e.OccurredAt.ToInstant();
                break;
            case IncidentResolved e:
                (Status, ResolvedAt) = (IncidentStatus.Resolved, e.OccurredAt.ToInstant());
                break;
            case IncidentClosed e:
                (Status, ClosedAt) = (IncidentStatus.Closed, e.OccurredAt.ToInstant());
                break;
            case IncidentReopened:
                Status = IncidentStatus.Open;
                break;
            case IncidentWithdrawn:
                Status = IncidentStatus.Withdrawn;
                break;
            case IncidentMerged e:
                (Status, MergedInto) = (IncidentStatus.Merged, e.Into);
                break;
            case IncidentUnmerged e:
                // The incident that it left: a null would leave the column as it is, so the empty id stands for none.
                (Status, MergedInto) = (e.Status, Guid.Empty);
                break;
            case SignalLinked or SignalUnlinked:
                break;
            default:
                return false;
        }
        Version = version;
        LastKnownAt = fact.KnownAt.ToInstant();
        return true;
    }
}
