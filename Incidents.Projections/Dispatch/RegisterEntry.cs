using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>The changes of a page of events to one row of the register; null leaves a column unchanged.</summary>
internal sealed class RegisterEntry(Guid id)
{
    private readonly Dictionary<RegistrationBook, string?> numbers = [];

    public Guid Id { get; } = id;
    public IncidentOpened? Opened { get; private set; }
    public long Version { get; private set; }
    /// <summary>Place and time of the incident; null where they stay.</summary>
    public CountKey? Key { get; private set; }

    public string? Category { get; private set; }
    public IncidentStatus? Status { get; private set; }
    public string? Unit { get; private set; }
    /// <summary>Whether the times of the first unit sent and the first arrival are these, also where there is none any more.</summary>
    public bool Responded { get; private set; }

    public Instant? AssignedAt { get; private set; }
    public Instant? ArrivedAt { get; private set; }
    public Instant? ResolvedAt { get; private set; }
    public Instant? ClosedAt { get; private set; }
    public Guid? MergedInto { get; private set; }
    public Instant? LastKnownAt { get; private set; }

    /// <summary>Whether the number in a book is given or struck out; where not, it stays.</summary>
    public bool IsNumbered(RegistrationBook book) => numbers.ContainsKey(book);

    /// <summary>The number in a book, or null where it is struck out or stays.</summary>
    public string? Number(RegistrationBook book) => numbers.GetValueOrDefault(book);

    /// <summary>When the incident became known, where that is earlier than was known; null where it stays.</summary>
    public OffsetDateTime? KnownAt { get; private set; }

    /// <summary>The gravest offence, where it is another one; null where it stays.</summary>
    public Offence? Gravest { get; private set; }

    /// <summary>Number of offences that were added.</summary>
    public int Offences { get; private set; }

    /// <summary>Number of victims that were added; null where none was given.</summary>
    public int? Victims { get; private set; }

    /// <summary>The cell at <see cref="GridCell.FineZoom"/>, or null where there are no coordinates.</summary>
    public static long? CellOf(CountKey key) => key.Place.Point is { } point ? GridCell.At(point).Code : null;

    /// <summary>Applies an event of the incident's stream; false for other events.</summary>
    public bool Apply(IDomainEvent fact, long version)
    {
        switch (fact)
        {
            case IncidentOpened e:
                (Opened, Key, Category) = (e, e.CountKey(), e.Category);
                Status = e.Historic ? IncidentStatus.Registered : IncidentStatus.Open;
                Add(e.Offence(), isGravest: true);
                break;
            case OffenceAdded e:
                (Key, Category) = (e.Incident, e.Incident.Category);
                Add(e.Offence(), e.IsGravest is true);
                break;
            case IncidentCategorised e:
                Category = e.After().Category;
                break;
            case IncidentCorrected e:
                Key = e.After;
                break;
            case UnitAssigned e:
                Status = e.Status;
                if (e.IsEarlier is not true)
                    Unit = e.Unit;
                // Only the first dispatch counts; for later units Since is null.
                if (e.Since is not null)
                    AssignedAt = e.OccurredAt.ToInstant();
                break;
            case UnitArrived e:
                Status = e.Status ?? IncidentStatus.OnScene;
                if (e.Since is not null)
                    ArrivedAt = e.OccurredAt.ToInstant();
                break;
            case UnitReleased e:
                Status = e.Status;
                break;
            case UnitCancelled e:
                Status = e.Status;
                break;
            case UnitDiverted e:
                Status = e.Status;
                break;
            case IncidentResolved e:
                (Status, ResolvedAt) = (IncidentStatus.Resolved, e.OccurredAt.ToInstant());
                break;
            case IncidentClosed e:
                (Status, ClosedAt) = (IncidentStatus.Closed, e.OccurredAt.ToInstant());
                break;
            case IncidentNumbered { IsOverruled: not true } e:
                numbers[e.Book] = e.Number;
                break;
            case IncidentNumbered:
                break;
            case IncidentReopened:
                Status = IncidentStatus.Open;
                break;
            case IncidentWithdrawn e:
                if (e.WasMerged is not true)
                    Status = IncidentStatus.Withdrawn;
                break;
            case IncidentReinstated e:
                Status = e.Status;
                break;
            case IncidentAbsorbed e:
                Status = e.Status;
                break;
            case IncidentSeparated e:
                Status = e.Status;
                break;
            case IncidentMerged e:
                (Status, MergedInto) = (IncidentStatus.Merged, e.Into);
                break;
            case IncidentUnmerged e:
                // Null would leave the column unchanged, so the empty id means none.
                (Status, MergedInto) = (e.Status, Guid.Empty);
                break;
            case SignalLinked or SignalUnlinked or PlanStepTicked or PlanStepUnticked or IWorkEvent { Kind: WorkKind.Incident }:
                break;
            default:
                return false;
        }
        // The times of one that goes stay in its own row; they count on the other.
        if (fact is IIncidentStep { Response: { } response } and not IncidentMerged)
        {
            (Responded, AssignedAt, ArrivedAt) =
                (true, response.Is.SentAt?.ToInstant(), response.Is.ArrivedAt?.ToInstant());
        }
        Version = version;
        // Offences of one batch may come in another order than they became known.
        LastKnownAt = LastKnownAt is { } last && last > fact.KnownAt.ToInstant() ? last : fact.KnownAt.ToInstant();
        return true;
    }

    private void Add(Offence offence, bool isGravest)
    {
        if (isGravest)
            Gravest = offence;
        if (KnownAt is null || offence.KnownAt.ToInstant() < KnownAt.Value.ToInstant())
            KnownAt = offence.KnownAt;
        Offences++;
        if (offence.Victims is { } victims)
            Victims = (Victims ?? 0) + victims;
    }
}
