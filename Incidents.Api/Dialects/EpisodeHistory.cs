using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>What a transition was taken for.</summary>
internal enum EpisodeRole
{
    /// <summary>It changed the state.</summary>
    Change,

    /// <summary>The state was said again, and is the same.</summary>
    SaidAgain,

    /// <summary>It was taken for a state that was said again, until the end of that came between.</summary>
    ChangedAfterAll,
}

/// <summary>The transitions of some states about some times, and what new ones mean among them by their times.</summary>
/// <remarks>
/// A state that is true and becomes true again is the same alert. Alerts that were begun in another order than that of their times all end
/// with the next end. Where a state became true and false at one moment, it changed and changed back.
/// </remarks>
internal sealed class EpisodeHistory
{
    private readonly Dictionary<(string City, string Source, string Key), Dictionary<(Instant At, bool IsActive), Step>> states = [];

    /// <summary>What is to be kept now.</summary>
    public IEnumerable<(Transition Transition, EpisodeRole Role)> Changed => states
        .SelectMany(state => state.Value.Values.Where(step => step is { IsChanged: true, IsIdle: false }).Select(step => (
            new Transition(state.Key.City, state.Key.Source, state.Key.Key, step.At, step.IsActive, step.AlertId), step.Role)));

    /// <summary>Adds a transition that is kept.</summary>
    public void Add((string City, string Source, string Key) key, Instant at, bool isActive, string? alertId, EpisodeRole role) =>
        Of(key)[(at, isActive)] = new(at, isActive, alertId) { Role = role };

    /// <summary>Decides what each of these means.</summary>
    public EpisodeNews[] Decide(IReadOnlyList<Transition> transitions)
    {
        var told = new List<Step>(transitions.Count);
        foreach (var transition in transitions)
        {
            var state = Of((transition.City, transition.Source, transition.Key));
            var place = (transition.At, transition.IsActive);
            if (!state.TryGetValue(place, out var step))
                state[place] = step = new(transition.At, transition.IsActive, transition.IsActive ? transition.AlertId : null)
                {
                    IsNew = true,
                    OnlyConfirms = true,
                };
            // Said plainly once, it is no mere confirmation.
            step.OnlyConfirms &= transition.OnlyConfirms;
            told.Add(step);
        }
        foreach (var state in states.Values)
            Fold(state.Values);
        var asked = told.ToHashSet();
        return [.. told.Select(step => step.News(asked))];
    }

    private static void Fold(IEnumerable<Step> steps)
    {
        var open = new List<Step>();
        Step? end = null;
        foreach (var moment in steps.GroupBy(step => step.At).OrderBy(group => group.Key))
        {
            // Both at one moment: the state changed, and changed back.
            var beginsFirst = open.Count == 0;
            foreach (var step in moment.OrderBy(step => step.IsActive != beginsFirst))
                end = step.IsActive ? Begin(step, open, end) : End(step, open) ?? end;
        }
    }

    private static Step? Begin(Step step, List<Step> open, Step? end)
    {
        if (step.IsNew)
            (step.Role, step.IsChanged, step.IsIdle) = (
                open.Count > 0 ? EpisodeRole.SaidAgain : EpisodeRole.Change, true, open.Count > 0 && step.OnlyConfirms);
        else if (step.Role is EpisodeRole.SaidAgain && open.Count == 0 && end is not null)
            (step.Role, step.IsChanged) = (EpisodeRole.ChangedAfterAll, true);
        if (step.Role is EpisodeRole.SaidAgain)
            return end;
        open.Add(step);
        if (step.Role is EpisodeRole.ChangedAfterAll && end is not null)
            end.Later = step;
        return end;
    }

    private static Step? End(Step step, List<Step> open)
    {
        (step.IsChanged, step.IsIdle) = (step.IsNew, step.IsNew && step.OnlyConfirms && open.Count == 0);
        if (step.IsIdle)
            return null;
        step.Ended = [.. open];
        foreach (var begun in open)
            begun.EndedBy = step;
        open.Clear();
        return step;
    }

    private Dictionary<(Instant At, bool IsActive), Step> Of((string City, string Source, string Key) key)
    {
        if (!states.TryGetValue(key, out var state))
            states[key] = state = [];
        return state;
    }

    private sealed class Step(Instant at, bool isActive, string? alertId)
    {
        public Instant At => at;

        public bool IsActive => isActive;

        public string? AlertId => alertId;

        public EpisodeRole Role { get; set; }

        public bool IsNew { get; init; }

        public bool OnlyConfirms { get; set; }

        public bool IsChanged { get; set; }

        /// <summary>Whether it says nothing that is not known, and is not kept.</summary>
        public bool IsIdle { get; set; }

        public IReadOnlyList<Step> Ended { get; set; } = [];

        public Step? EndedBy { get; set; }

        public Step? Later { get; set; }

        // An end that is among those that are told is reported by its own.
        public EpisodeNews News(HashSet<Step> told) => new(
            !IsIdle && Role is not EpisodeRole.SaidAgain, [.. Ended.Select(begun => begun.AlertId).OfType<string>()],
            EndedAt(told), Later is { AlertId: { } later } && !told.Contains(Later)
                ? new(later, Later.At, Later.EndedAt(told)) : null);

        private Instant? EndedAt(HashSet<Step> told) => EndedBy is { } end && !told.Contains(end) ? end.At : null;
    }
}
