using Incidents.Api.Addresses;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections.Correlation;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Correlation;

/// <summary>Links live signals to open incidents, and opens incidents from them, by the rules.</summary>
/// <remarks>
/// What it has decided is known at once, before its event comes: the next signal of the same second joins the incident that the one before
/// opens. So what follows does not depend on pages. Where an incident refuses a signal, because it was resolved or a person has separated
/// the two, the rules decide once more without it.
/// </remarks>
internal sealed class CorrelationReaction(NpgsqlDataSource source, EventReader events, Gazetteer gazetteer, CorrelationRules rules)
    : Reaction
{
    /// <summary>Name of the reaction.</summary>
    public const string ReactionName = "correlation";

    // What is too old to be joined is looked for once in so much time of incidents.
    private static readonly Duration ForgetsAfter = Duration.FromHours(1);

    private IncidentGrid? known;
    private Instant forgotten;

    /// <inheritdoc/>
    public override string Name => ReactionName;

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } =
    [
        typeof(AlertRaised), typeof(SosCallPlaced), typeof(ViolationRecorded), typeof(IncidentOpened), typeof(IncidentCategorised),
        typeof(IncidentCorrected), typeof(IncidentResolved), typeof(IncidentClosed), typeof(IncidentReopened), typeof(IncidentWithdrawn),
        typeof(IncidentReinstated), typeof(IncidentMerged), typeof(IncidentUnmerged), typeof(IncidentAbsorbed),
        typeof(IncidentSeparated), typeof(SignalUnlinked), typeof(AlertBeginningReported), typeof(SosCallBeginningReported),
    ];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        var incidents = await Known(page, cancellation);
        await incidents.Load(page, cancellation);
        var decided = await CorrelationTable.Decided(
            page.Connection, [.. page.Events.Where(one => one.Content is ILateBeginning).Select(one => one.Stream)], cancellation);
        foreach (var one in page.Events)
        {
            if (CorrelatedSignal.Of(one.Stream, one.Content) is not { } signal)
                incidents.Apply(one);
            else if (one.AppendedAt - signal.KnownAt.ToInstant() <= CorrelationSignals.HistoricAfter && !decided.Contains(one.Stream)
                && await Decide(page, incidents, signal, one.Id, null, cancellation))
                decided.Add(one.Stream);
        }
        await CorrelationTable.Write(page.Connection, incidents.Changed, cancellation);
        Tidy(incidents.Open);
    }

    /// <inheritdoc/>
    public override async Task Refused(ReactionRefusal refusal, ReactionPage page, CancellationToken cancellation)
    {
        if (refusal.Code is ErrorCode.SignalAlreadyLinked
            || await Commitments.Of(source, refusal.Cause, cancellation) is not { } cause
            || (await events.Read([cause.Stream], null, cancellation)).Find(one => one.Id == refusal.Cause) is not { } first
            || CorrelatedSignal.Of(cause.Stream, first.Event) is not { } signal)
            return;
        var incidents = await Known(page, cancellation);
        await incidents.Release(page.Connection, refusal.Stream, signal.Signal.Id, cancellation);
        if (Correlator.IsOpenedBy(signal, rules, refusal.Stream))
            incidents.Drop(refusal.Stream);
        else
        {
            var refusing = await CorrelationTable.Refusing(page.Connection, refusal.Cause, cancellation);
            await Decide(page, incidents, signal, refusal.Cause, refusing, cancellation);
        }
        await CorrelationTable.Write(page.Connection, incidents.Changed, cancellation);
    }

    /// <inheritdoc/>
    public override void Forget() => known = null;

    private async Task<Changes> Known(ReactionPage page, CancellationToken cancellation)
    {
        if (known is null)
        {
            known = await CorrelationTable.Open(page.Connection, rules.Kept, cancellation);
            forgotten = known.Latest;
        }
        return new(known);
    }

    private async Task<bool> Decide(
        ReactionPage page, Changes incidents, CorrelatedSignal signal, Guid cause, IReadOnlySet<Guid>? except,
        CancellationToken cancellation)
    {
        // A caller by telephone says an address; the call's own event stays as its source reported it.
        if (signal is { Signal.Kind: SignalKind.SosCall, Place.Point: null })
            signal = signal with { Place = await gazetteer.Located(signal.Place, signal.OccurredAt.Date, cancellation) };
        if (Correlator.Decide(signal, rules, incidents.Open, except) is not { } decided)
            return false;
        incidents.Put(decided.Incident);
        page.Send(decided.CommandId, cause, Correlator.CommandOf(decided));
        return true;
    }

    // By the times of incidents, not by a clock: what goes can be joined by nothing that may still come.
    private void Tidy(IncidentGrid open)
    {
        if (open.Latest == Instant.MinValue || open.Latest < forgotten + ForgetsAfter)
            return;
        forgotten = open.Latest;
        open.Forget(forgotten - rules.Kept);
    }

    /// <summary>The incidents while a page changes them.</summary>
    private sealed class Changes(IncidentGrid open)
    {
        private readonly Dictionary<Guid, CorrelatedIncident> changed = [];
        private Dictionary<Guid, CorrelatedIncident> others = [];

        public IncidentGrid Open => open;

        public IReadOnlyCollection<CorrelatedIncident> Changed => changed.Values;

        /// <summary>Reads the incidents of which the page tells and that are not open.</summary>
        public Task Load(ReactionPage page, CancellationToken cancellation) => Load(
            page.Connection,
            [
                .. page.Events.Where(one => one.Content is not IStreamBeginning or IncidentOpened).Select(one => one.Stream),
                .. page.Events.Select(one => one.Content).OfType<IncidentAbsorbed>().Select(absorbed => absorbed.Part),
            ], cancellation);

        /// <summary>A signal did not join an incident after all, nor another one into which that was merged meanwhile.</summary>
        public async Task Release(NpgsqlConnection connection, Guid incident, Guid signal, CancellationToken cancellation)
        {
            var released = new HashSet<Guid>();
            for (Guid? id = incident; id is { } next && released.Add(next); id = Find(next)?.MergedInto)
            {
                await Load(connection, [next], cancellation);
                if (Find(next) is { } known && known.Without(signal) is var without && without != known)
                    Put(without);
            }
        }

        public void Apply(ReactionEvent one)
        {
            var before = Find(one.Stream);
            if (CorrelatedIncident.After(before, one.Stream, one.Content, Find) is { } after && after != before)
                Put(after);
        }

        public void Put(CorrelatedIncident incident)
        {
            changed[incident.Id] = incident;
            open.Put(incident);
        }

        /// <summary>An incident that was decided on was not opened.</summary>
        public void Drop(Guid id)
        {
            if (Find(id) is { } incident)
                Put(incident with { IsWithdrawn = true });
        }

        private async Task Load(NpgsqlConnection connection, HashSet<Guid> named, CancellationToken cancellation)
        {
            named.RemoveWhere(id => changed.ContainsKey(id) || open.Find(id) is not null);
            others = await CorrelationTable.Find(connection, named, cancellation);
        }

        private CorrelatedIncident? Find(Guid id) =>
            changed.GetValueOrDefault(id) ?? open.Find(id) ?? others.GetValueOrDefault(id);
    }
}
