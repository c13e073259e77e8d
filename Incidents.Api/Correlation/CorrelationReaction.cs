using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections.Correlation;
using Npgsql;

namespace Incidents.Api.Correlation;

/// <summary>Links live signals to open incidents, and opens incidents from them, by the rules.</summary>
/// <remarks>
/// What it has decided is known at once, before its event comes: the next signal of the same second joins the incident that the one before
/// opens. So what follows does not depend on pages. Where an incident refuses a signal, because it was resolved or a person has separated
/// the two, the rules decide once more without it.
/// </remarks>
internal sealed class CorrelationReaction(NpgsqlDataSource source, EventReader events, CorrelationRules rules) : Reaction
{
    /// <summary>Name of the reaction.</summary>
    public const string ReactionName = "correlation";

    private IncidentGrid? known;

    /// <inheritdoc/>
    public override string Name => ReactionName;

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } =
    [
        typeof(AlertRaised), typeof(SosCallPlaced), typeof(ViolationRecorded), typeof(IncidentOpened), typeof(IncidentCategorised),
        typeof(IncidentCorrected), typeof(IncidentResolved), typeof(IncidentClosed), typeof(IncidentReopened), typeof(IncidentWithdrawn),
        typeof(IncidentReinstated), typeof(IncidentMerged), typeof(IncidentUnmerged), typeof(IncidentAbsorbed),
    ];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        var incidents = new Changes(known ??= await CorrelationTable.Open(page.Connection, cancellation));
        await incidents.Load(page, cancellation);
        foreach (var one in page.Events)
        {
            if (CorrelatedSignal.Of(one.Stream, one.Content) is not { } signal)
                incidents.Apply(one);
            else if (one.AppendedAt - signal.KnownAt.ToInstant() <= CorrelationSignals.HistoricAfter)
                Decide(page, incidents, signal, one.Id, null);
        }
        await CorrelationTable.Write(page.Connection, incidents.Changed, cancellation);
    }

    /// <inheritdoc/>
    public override async Task Refused(ReactionRefusal refusal, ReactionPage page, CancellationToken cancellation)
    {
        if (refusal.Code is ErrorCode.SignalAlreadyLinked
            || await Commitments.Of(source, refusal.Cause, cancellation) is not { } cause
            || await events.Read([cause.Stream], null, cancellation) is not [var first, ..]
            || CorrelatedSignal.Of(cause.Stream, first.Event) is not { } signal)
            return;
        var incidents = new Changes(known ??= await CorrelationTable.Open(page.Connection, cancellation));
        if (Correlator.IsOpenedBy(signal, rules, refusal.Stream))
            incidents.Drop(refusal.Stream);
        else
        {
            var refusing = await CorrelationTable.Refusing(page.Connection, refusal.Cause, cancellation);
            Decide(page, incidents, signal, refusal.Cause, refusing);
        }
        await CorrelationTable.Write(page.Connection, incidents.Changed, cancellation);
    }

    /// <inheritdoc/>
    public override void Forget() => known = null;

    private void Decide(ReactionPage page, Changes incidents, CorrelatedSignal signal, Guid cause, IReadOnlySet<Guid>? except)
    {
        if (Correlator.Decide(signal, rules, incidents.Open, except) is not { } decided)
            return;
        incidents.Put(decided.Incident);
        page.Send(decided.CommandId, cause, Correlator.CommandOf(decided));
    }

    /// <summary>The incidents while a page changes them.</summary>
    private sealed class Changes(IncidentGrid open)
    {
        private readonly Dictionary<Guid, CorrelatedIncident> changed = [];
        private Dictionary<Guid, CorrelatedIncident> others = [];

        public IncidentGrid Open => open;

        public IReadOnlyCollection<CorrelatedIncident> Changed => changed.Values;

        /// <summary>Reads the incidents of which the page tells and that are not open.</summary>
        public async Task Load(ReactionPage page, CancellationToken cancellation)
        {
            HashSet<Guid> named =
            [
                .. page.Events.Where(one => one.Content is not IStreamBeginning or IncidentOpened).Select(one => one.Stream),
                .. page.Events.Select(one => one.Content).OfType<IncidentAbsorbed>().Select(absorbed => absorbed.Part),
            ];
            named.RemoveWhere(id => open.Find(id) is not null);
            others = await CorrelationTable.Find(page.Connection, named, cancellation);
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

        private CorrelatedIncident? Find(Guid id) =>
            changed.GetValueOrDefault(id) ?? open.Find(id) ?? others.GetValueOrDefault(id);
    }
}
