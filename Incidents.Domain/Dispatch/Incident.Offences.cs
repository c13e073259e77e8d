using NodaTime;

namespace Incidents.Domain.Dispatch;

// One event with several victims or charges is one incident with several offences.
public sealed partial record Incident
{
    private OffenceList offences = OffenceList.None;
    private Offence? beginning;
    private bool hasSteps;

    /// <summary>Its offences, by id: at least one.</summary>
    public IReadOnlyList<Offence> Offences => offences.All;

    /// <summary>The gravest of its offences.</summary>
    public Offence Gravest => offences.Gravest();

    /// <summary>The offences that are counted with it; null for one whose victims are not given.</summary>
    internal OffenceTally? Tally => offences.Tally();

    /// <summary>Whether the offence was reported before.</summary>
    internal bool Holds(string? offenceId) => offences.Holds(offenceId);

    /// <summary>The decision that another offence was reported.</summary>
    /// <remarks>
    /// While nothing but offences has been reported, each is known from the date of its own batch on, so that the order of reports does not
    /// matter. What somebody did meanwhile was done without knowing of it: then it is known after that.
    /// </remarks>
    /// <param name="offence">The offence, as it would begin an incident.</param>
    /// <param name="batch">The date of the historic batch that it comes from; null for a live report.</param>
    /// <param name="now">The present moment.</param>
    internal Decision Add(IncidentOpened offence, OffsetDateTime? batch, OffsetDateTime now)
    {
        if (offences.All.Count >= RegisterIncident.MostOffences)
            return RegisterIncident.TooManyOffences;
        var known = batch is { } day && !hasSteps ? day : KnownAt(batch, now);
        var added = new OffenceAdded(
            offence.Origin, offence.OffenceId, offence.Category, offence.Place, offence.Victims, offence.Gravity, offence.DeviceId,
            offence.Reference, offence.Description, offence.Historic, CountKey, null, [], offence.OccurredAt, known, offence.OccurredUntil,
            Precision: offence.Precision);
        var next = With(added);
        return Decision.Of(added with
        {
            Incident = next.CountKey,
            IsGravest = next.Gravest.OffenceId == added.OffenceId ? true : null,
            Counts = this.RefuseUnlessCounted() is not null ? []
                : hasSteps ? [new(CountKey, Tally, -1, known), new(next.CountKey, next.Tally, +1, known)]
                : OffenceList.Between(offences, next.offences),
            Precedes = !hasSteps && known.ToInstant() < KnownSince.ToInstant()
                ? new(beginning!.CountKey, null, +1, beginning.KnownAt)
                : null,
            Response = ChangeBy(added, out _),
        });
    }

    // Events that change nothing are no steps.
    private Incident Stepped(Incident after) => ReferenceEquals(after, this) ? this : after with { hasSteps = true };

    // What a person has set stays; the rest is that of the gravest offence.
    private Incident With(OffenceAdded e)
    {
        var all = offences.With(e.Offence());
        var gravest = all.Gravest().CountKey;
        return this with
        {
            offences = all,
            beginning = e.KnownAt.ToInstant() < KnownSince.ToInstant() ? e.Offence() : beginning,
            KnownSince = e.KnownAt.ToInstant() < KnownSince.ToInstant() ? e.KnownAt : KnownSince,
            CountKey = (times.IsEmpty ? gravest : CountKey) with
            {
                Category = categories.IsEmpty ? gravest.Category : CountKey.Category,
                Place = places.IsEmpty ? gravest.Place : CountKey.Place,
            },
        };
    }
}
