using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>One incident, to which police, ambulance or the city respond.</summary>
/// <remarks>
/// Steps become known in whatever order. What follows from them follows from their true times: a category, place or time that was given
/// later stays where an earlier one is entered after it, and so do the first unit sent, the first arrival and the first resolution.
/// </remarks>
/// <param name="Status">How far it has come.</param>
/// <param name="CountKey">Category, place and time under which it is counted.</param>
/// <param name="KnownSince">When the centre learned of it.</param>
public sealed partial record Incident(IncidentStatus Status, CountKey CountKey, OffsetDateTime KnownSince)
    : StreamState, IWorkedOn<Incident>
{
    // A snapshot of a state keeps its fields as JSON.
    private ImmutableList<Given<string>> categories = [];
    private ImmutableList<Given<Place>> places = [];
    private ImmutableList<Given<CorrectedTime>> times = [];
    private ImmutableList<Link> links = [];
    private ImmutableList<Absorption> absorbed = [];
    private ImmutableList<Separation> separated = [];
    private ImmutableList<OffsetDateTime> resolutions = [];

    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <summary>When it was reported to the centre, where that is given; else null, and it was when the centre learned of it.</summary>
    public OffsetDateTime? ReportedAt { get; private init; }

    /// <summary>The signals linked to it now, with those of the incidents merged into it.</summary>
    public IReadOnlyList<Signal> Signals => [.. links.Select(l => l.Signal).Distinct()];

    /// <summary>The same, each with who or what linked it.</summary>
    public IReadOnlyList<SignalLink> Links => [.. links.Select(l => new SignalLink(l.Signal, l.At, l.By, l.Rule, l.From))];

    /// <summary>
    /// The units since it was opened or last reopened, in the order in which they came; none while it is merged, since they are on the
    /// other incident then.
    /// </summary>
    public IReadOnlyList<AssignedUnit> Units => Status is IncidentStatus.Merged ? [] : Log.Current;

    /// <summary>The response times that are counted.</summary>
    public ResponseTimes Counted { get; private init; } = ResponseTimes.None;

    /// <summary>When it was last resolved, or null.</summary>
    public OffsetDateTime? ResolvedAt => resolutions.IsEmpty ? null : resolutions[^1];

    /// <summary>When it was withdrawn, or null.</summary>
    public OffsetDateTime? WithdrawnAt { get; private init; }

    /// <summary>Where a reinstatement returns to; null while it is not withdrawn.</summary>
    public IncidentStatus? StatusBeforeWithdrawal { get; private init; }

    /// <summary>When it was merged into another, or null.</summary>
    public OffsetDateTime? MergedAt { get; private init; }

    /// <summary>Where an un-merge returns to; null while it is not merged.</summary>
    public IncidentStatus? StatusBeforeMerge { get; private init; }

    /// <summary>The incident that it was merged into, or null.</summary>
    public Guid? MergedInto { get; private init; }

    /// <summary>The incidents merged into it, as far as it knows: merges in old events stand on the other incident only.</summary>
    public IReadOnlyList<Guid> Absorbed => [.. absorbed.Select(a => a.From).Distinct()];

    /// <summary>When its first step can have happened: it occurred before it was known, or the clock that says so ran ahead.</summary>
    public OffsetDateTime NotBefore => Beginnings.Select(b => b.Earliest).MinBy(m => m.ToInstant());

    /// <summary>The moments at which it, and those merged into it, can have become known.</summary>
    internal IEnumerable<Beginning> Beginnings =>
    [
        new(ReportedAt ?? KnownSince, CountKey.OccurredAt, CountKey.OccurredUntil, CountKey.Precision),
        .. absorbed.Select(a => a.Beginning),
    ];

    /// <summary>The steps of its units.</summary>
    internal UnitLog Log { get; private init; } = UnitLog.Empty;

    /// <summary>When the earliest step of the response to it happened, or null.</summary>
    internal OffsetDateTime? FirstStepAt
    {
        get
        {
            OffsetDateTime[] steps = [.. Log.Steps.Select(s => s.At), .. resolutions];
            return steps.Length == 0 ? null : steps.MinBy(s => s.ToInstant());
        }
    }

    /// <summary>How far it has come by its units, where it is neither over nor merged, withdrawn or historic.</summary>
    internal IncidentStatus Progress =>
        Status is not (IncidentStatus.Open or IncidentStatus.Assigned or IncidentStatus.OnScene) ? Status
        : Log.Current.Any(u => u.Status is UnitStatus.OnScene) ? IncidentStatus.OnScene
        : Log.Current.Any(u => u.Status is UnitStatus.Assigned) ? IncidentStatus.Assigned
        : IncidentStatus.Open;

    /// <summary>When the signal was linked last, or null where it is not linked.</summary>
    internal OffsetDateTime? LinkedAt(Signal signal) =>
        links.Where(l => l.Signal == signal).Select(l => (OffsetDateTime?)l.At).MaxBy(at => at!.Value.ToInstant());

    /// <summary>The signals that came with an incident merged into it, and are linked still.</summary>
    internal IReadOnlyList<Signal> SignalsFrom(Guid part) => [.. links.Where(l => l.From == part).Select(l => l.Signal)];

    /// <summary>Whether the category was given at that moment before: the same said twice.</summary>
    internal bool IsCategorised(string to, OffsetDateTime at) => categories.Contains(new(to, at.ToInstant()));

    /// <summary>Whether a category given at a moment is the latest.</summary>
    internal bool IsLatestCategory(OffsetDateTime at) => categories.All(c => c.At <= at.ToInstant());

    /// <summary>The place from now on where one is given at a moment: a later one stays.</summary>
    internal Place LatestPlace(Place? given, OffsetDateTime at) =>
        given is not null && places.All(p => p.At <= at.ToInstant()) ? given : CountKey.Place;

    /// <summary>The time from now on where one is given at a moment: a later one stays.</summary>
    internal CorrectedTime LatestTime(CorrectedTime? given, OffsetDateTime at) =>
        given is not null && times.All(t => t.At <= at.ToInstant())
            ? given
            : new(CountKey.OccurredAt, CountKey.OccurredUntil, CountKey.Precision);

    /// <summary>Whether place and time were given at that moment before: the same said twice.</summary>
    internal bool IsCorrected(Place? place, CorrectedTime? time, OffsetDateTime at) =>
        (place is null || places.Contains(new(place, at.ToInstant()))) && (time is null || times.Contains(new(time, at.ToInstant())));

    /// <summary>How the counted response times change with a step, or null where they do not.</summary>
    /// <param name="step">The step, without what it changes.</param>
    /// <param name="next">The state after it.</param>
    internal ResponseChange? ChangeBy(IDomainEvent step, out Incident next)
    {
        next = StreamState.After(this, step)!;
        var times = next.Status is IncidentStatus.Merged
            ? ResponseTimes.None
            : ResponseTimes.Of(next.Beginnings, next.Log.All, next.resolutions);
        var moves = CountKey.Category != next.CountKey.Category || Place != next.Place;
        return times == Counted && (!moves || Counted == ResponseTimes.None) ? null : new(CountKey, next.CountKey, Counted, times);
    }

    /// <inheritdoc/>
    public static Incident? Evolve(Incident? state, object @event)
    {
        var next = (state, @event) switch
        {
            (null, IncidentOpened e) => Opened(e),
            // Rows that came first may have become known later: as known before that, the incident begins with this one.
            (null, OffenceAdded e) => Opened(e.AsBeginning()),
            ({ } incident, OffenceAdded e) => incident.With(e),
            // Who works on it is no step of the response.
            ({ } incident, IWorkEvent e) => incident.Held(e),
            ({ } incident, _) => incident.Stepped(incident.After(@event)),
            _ => null,
        };
        return next is not null && @event is IIncidentStep { Response: { } response } ? next with { Counted = response.Is } : next;
    }

    private static Incident Opened(IncidentOpened e) =>
        new(e.Historic ? IncidentStatus.Registered : IncidentStatus.Open, e.CountKey(), e.KnownAt)
        {
            ReportedAt = e.ReportedAt,
            links = e.From is null ? [] : [new(e.From, e.OccurredAt, By: e.Rule?.Actor(), Rule: e.Rule)],
            offences = OffenceList.None.With(e.Offence()),
            beginning = e.Offence(),
        };

    private Incident After(object @event) => @event switch
    {
        IncidentCategorised e => this with { CountKey = e.After(), categories = categories.Add(new(e.To, e.OccurredAt.ToInstant())) },
        IncidentCorrected e => this with
        {
            CountKey = e.After,
            places = e.Place is null ? places : places.Add(new(e.Place, e.OccurredAt.ToInstant())),
            times = e.Time is null ? times : times.Add(new(e.Time, e.OccurredAt.ToInstant())),
        },
        SignalLinked e => this with
        {
            links = links.Add(new(e.Signal, e.OccurredAt, By: e.By, Rule: e.Rule)),
            separated = separated.RemoveAll(s => s.Signal == e.Signal),
        },
        SignalUnlinked e => this with
        {
            links = links.RemoveAll(l => l.Signal == e.Signal),
            separated = separated.RemoveAll(s => s.Signal == e.Signal).Add(new(e.Signal)),
        },
        UnitAssigned e => Stepped(new(e.Unit, UnitStepKind.Assigned, e.OccurredAt), e.Status) with
        {
            Counted = e.Since is { } since ? Counted with { Since = since, SentAt = e.OccurredAt } : Counted,
        },
        UnitArrived e => Stepped(new(e.Unit, UnitStepKind.Arrived, e.OccurredAt), e.Status ?? IncidentStatus.OnScene) with
        {
            Counted = e.Since is { } since ? Counted with { TravelSince = since, ArrivedAt = e.OccurredAt } : Counted,
        },
        UnitReleased e => Stepped(new(e.Unit, UnitStepKind.Released, e.OccurredAt), e.Status),
        UnitCancelled e => Stepped(new(e.Unit, UnitStepKind.Cancelled, e.OccurredAt), e.Status),
        UnitDiverted e => Stepped(new(e.Unit, UnitStepKind.Diverted, e.OccurredAt, e.To), e.Status),
        IncidentResolved e => this with
        {
            Status = IncidentStatus.Resolved,
            resolutions = resolutions.Add(e.OccurredAt),
            Counted = e.Since is { } since ? Counted with { Since = since, ResolvedAt = e.OccurredAt } : Counted,
        },
        IncidentNumbered e => Numbered(e),
        PlanStepTicked e => Marked(e.Plan, e.Step, e.OccurredAt, new(e.Step, e.By, e.OccurredAt, e.Note)),
        PlanStepUnticked e => Marked(e.Plan, e.Step, e.OccurredAt, null),
        IncidentClosed => this with { Status = IncidentStatus.Closed },
        IncidentReopened e => this with { Status = IncidentStatus.Open, Log = Log.Reopened(e.OccurredAt) },
        IncidentWithdrawn e when Status is IncidentStatus.Merged => this with
        {
            StatusBeforeMerge = IncidentStatus.Withdrawn,
            StatusBeforeWithdrawal = StatusBeforeMerge,
            WithdrawnAt = e.OccurredAt,
        },
        IncidentWithdrawn e => this with
        {
            Status = IncidentStatus.Withdrawn,
            StatusBeforeWithdrawal = Status,
            WithdrawnAt = e.OccurredAt,
        },
        IncidentReinstated when Status is IncidentStatus.Merged => this with
        {
            StatusBeforeMerge = StatusBeforeWithdrawal,
            StatusBeforeWithdrawal = null,
            WithdrawnAt = null,
        },
        IncidentReinstated e => this with { Status = e.Status, StatusBeforeWithdrawal = null, WithdrawnAt = null },
        IncidentMerged e => this with
        {
            Status = IncidentStatus.Merged,
            StatusBeforeMerge = Status,
            MergedInto = e.Into,
            MergedAt = e.OccurredAt,
        },
        IncidentUnmerged e => this with
        {
            Status = e.Status,
            StatusBeforeMerge = null,
            MergedInto = null,
            MergedAt = null,
            Log = e.Steps is null ? Log : Log.Completed(e.Steps),
            links = e.Signals is null ? links : Returned(e.Signals, e.OccurredAt),
        },
        IncidentAbsorbed e => this with
        {
            Status = e.Status,
            Log = Log.With(e.Steps, e.Part),
            links = links.AddRange(e.Signals.Select(s => new Link(s, e.OccurredAt, e.Part))),
            separated = separated.AddRange((e.Separated ?? []).Select(s => new Separation(s, e.Part))),
            absorbed = absorbed.AddRange(e.Beginnings.Select(b => new Absorption(b, e.Part))),
        },
        IncidentSeparated e => this with
        {
            Status = e.Status,
            Log = Log.Without(e.Part),
            links = links.RemoveAll(l => l.From == e.Part),
            separated = separated.RemoveAll(s => s.From == e.Part),
            absorbed = absorbed.RemoveAll(a => a.From == e.Part),
        },
        _ => this,
    };

    private Incident Stepped(UnitStep step, IncidentStatus status) => this with { Log = Log.With(step), Status = status };

    private ImmutableList<Link> Returned(IReadOnlyList<Signal> signals, OffsetDateTime at) =>
    [
        .. links.Where(l => signals.Contains(l.Signal)),
        .. signals.Where(s => links.All(l => l.Signal != s)).Select(s => new Link(s, at)),
    ];

    private sealed record Given<T>(T Value, Instant At);

    private sealed record Link(Signal Signal, OffsetDateTime At, Guid? From = null, string? By = null, RuleMatch? Rule = null);

    private sealed record Separation(Signal Signal, Guid? From = null);

    private sealed record Absorption(Beginning Beginning, Guid From);
}
