using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>The transitions of some states about some times, and what new ones mean among them by their times.</summary>
/// <remarks>
/// A state that is true and becomes true again is the same alert, unless it was not said for longer than it lasts unsaid, or is said to
/// begin anew: then the alert before was over when it was last heard. Alerts that were begun in another order than that of their times all
/// end with the next end. Where a state became true and false at one moment, it changed and changed back.
/// </remarks>
internal sealed class EpisodeHistory
{
    private readonly Dictionary<(string City, string Source, string Key), EpisodeSteps> states = [];

    /// <summary>What is to be kept now.</summary>
    public IEnumerable<KeptTransition> Changed => states.SelectMany(state => state.Value.Changed.Select(step => new KeptTransition(
        state.Key.City, state.Key.Source, state.Key.Key, step.At, step.IsActive, step.AlertId, step.Role, step.Heard, step.EndedAt)
    {
        Fault = state.Value.Fault,
    }));

    /// <summary>Adds a transition that is kept.</summary>
    public void Add(KeptTransition kept) => Of(kept.City, kept.Source, kept.Key).Add(new(kept.At, kept.IsActive, kept.AlertId)
    {
        Role = kept.Role,
        Heard = kept.Heard,
        EndedAt = kept.EndedAt,
    });

    /// <summary>Decides what each of these means.</summary>
    public EpisodeNews[] Decide(IReadOnlyList<Transition> transitions)
    {
        var told = new List<EpisodeSteps.Step>(transitions.Count);
        foreach (var transition in transitions)
        {
            var state = Of(transition.City, transition.Source, transition.Key);
            state.Within ??= transition.Within;
            state.Fault ??= transition.Fault;
            told.Add(state.Of(transition));
        }
        foreach (var state in states.Values)
            state.Fold();
        var asked = told.ToHashSet();
        return [.. told.Select(step => step.News(asked))];
    }

    private EpisodeSteps Of(string city, string source, string key)
    {
        if (!states.TryGetValue((city, source, key), out var state))
            states[(city, source, key)] = state = new();
        return state;
    }
}

/// <summary>A transition as it is kept.</summary>
/// <param name="City">City code.</param>
/// <param name="Source">The source.</param>
/// <param name="Key">What the state is of.</param>
/// <param name="At">When it changed.</param>
/// <param name="IsActive">Whether it became true.</param>
/// <param name="AlertId">The source's id of the alert that it begins; null where it ends one.</param>
/// <param name="Role">What it was taken for.</param>
/// <param name="Heard">When the state that it began was last said to be so; null where only by itself.</param>
/// <param name="EndedAt">When that was over, by its end or because it was said no longer; null for faults, and where it is open.</param>
internal sealed record KeptTransition(
    string City, string Source, string Key, Instant At, bool IsActive, string? AlertId, EpisodeRole Role, Instant? Heard, Instant? EndedAt)
{
    /// <summary>The fault that the device has, whichever of its parts it is of; null for alerts.</summary>
    public string? Fault { get; init; }
}
