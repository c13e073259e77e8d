using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>What a transition was taken for, as it is kept.</summary>
internal enum EpisodeRole
{
    /// <summary>It changed the state.</summary>
    Change,

    /// <summary>The state was said again, and is the same.</summary>
    SaidAgain,

    /// <summary>It was taken for a state that was said again, until the end of that came between.</summary>
    ChangedAfterAll,

    /// <summary>It changed the state, and said that it does: what was open before is over.</summary>
    Anew,

    /// <summary>It changed the state as far as is known: the device may have said so before.</summary>
    MayContinue,

    /// <summary>It is the beginning of what a repetition, which came before it, has raised already.</summary>
    Led,
}

/// <summary>The transitions of one state in the order of their times, and what each means among them.</summary>
internal sealed class EpisodeSteps
{
    // Cameras repeat several times a second; to know to a second when one was last heard is enough.
    private static readonly Duration Finest = Duration.FromSeconds(1);

    private readonly Dictionary<(Instant At, bool IsActive), Step> steps = [];
    private readonly List<Step> open = [];
    private readonly List<Step> over = [];
    private Instant? heard;
    private Step? latest;
    private Step? led;
    private Step? end;

    /// <summary>How long it lasts unsaid; null where only its end ends it.</summary>
    public Duration? Within { get; set; }

    /// <summary>The fault that the device has, whichever of its parts it is of; null for alerts.</summary>
    public string? Fault { get; set; }

    /// <summary>What is to be kept now.</summary>
    public IEnumerable<Step> Changed => steps.Values.Where(step => step is { IsChanged: true, IsIdle: false });

    /// <summary>Adds a transition that is kept.</summary>
    public void Add(Step step) => steps[(step.At, step.IsActive)] = step;

    /// <summary>The step that a transition is, as it is kept or new.</summary>
    public Step Of(Transition transition)
    {
        var place = (transition.At, transition.IsActive);
        if (!steps.TryGetValue(place, out var step))
            steps[place] = step = new(transition.At, transition.IsActive, transition.IsActive ? transition.AlertId : null)
            {
                IsNew = true,
                Word = transition.Word,
            };
        // Said plainly once, it is no mere confirmation.
        step.Word = Plainest(step.Word, transition.Word);
        return step;
    }

    private static EpisodeWord Plainest(EpisodeWord one, EpisodeWord other) =>
        one is EpisodeWord.Begins || other is EpisodeWord.Begins ? EpisodeWord.Begins : one < other ? one : other;

    /// <summary>Decides what each of them means.</summary>
    public void Fold()
    {
        foreach (var moment in steps.Values.GroupBy(step => step.At).OrderBy(group => group.Key))
        {
            // Both at one moment: the state changed, and changed back.
            var beginsFirst = open.Count == 0;
            foreach (var step in moment.OrderBy(step => step.IsActive != beginsFirst))
            {
                if (step.IsActive)
                    Begin(step);
                else
                    End(step);
            }
        }
    }

    private void Begin(Step step)
    {
        var isOn = Within is { } most ? heard is { } last && step.At - last <= most : open.Count > 0;
        if (step.IsNew)
            Judge(step, isOn);
        else if (step.Role is EpisodeRole.SaidAgain && heard is null && end is not null && !IsRaisedAfter(step))
            (step.Role, step.IsChanged) = (EpisodeRole.ChangedAfterAll, true);
        if (step.Role is EpisodeRole.SaidAgain)
        {
            Hear(step.At);
            return;
        }
        if (Within is not null && (!isOn || step.Role is EpisodeRole.Anew or EpisodeRole.Led))
            Lapse(step.At);
        step.Lapsed = Closed(step, begun => begun.EndedAt <= step.At);
        if (step.Role is EpisodeRole.Led)
            Lead(step);
        heard = Instant.Max(heard ?? step.At, step.Heard ?? step.At);
        if (step.Role is EpisodeRole.Led)
            return;
        (latest, led) = (step, null);
        (step.EndedAt is null ? open : over).Add(step);
        if (step.Role is EpisodeRole.ChangedAfterAll && end is not null)
            end.Later = step;
    }

    private void Judge(Step step, bool isOn)
    {
        var isAnew = Within is not null && step.Word is EpisodeWord.Begins;
        var mayRepeat = Within is not null && step.Word is EpisodeWord.Repeats or EpisodeWord.Confirms;
        step.IsChanged = true;
        if (isOn && !isAnew)
            (step.Role, step.IsIdle) = (EpisodeRole.SaidAgain, step.Word is EpisodeWord.Confirms);
        // The first word of an alert came after a repetition of it.
        else if ((isAnew || mayRepeat) && IsRaisedAfter(step))
            (step.Role, step.IsIdle) = (isAnew ? EpisodeRole.Led : EpisodeRole.SaidAgain, !isAnew);
        else
            step.Role = isAnew ? EpisodeRole.Anew : mayRepeat ? EpisodeRole.MayContinue : EpisodeRole.Change;
    }

    // Of two beginnings before a repetition the later one is that of its alert, and the earlier one is an alert of its own.
    private void Lead(Step step)
    {
        if (step.IsNew && led is { } other)
        {
            (other.Role, other.EndedAt, other.IsChanged) = (EpisodeRole.Anew, Over(other, step.At), true);
            step.Later = other;
        }
        led = step;
    }

    private Instant Over(Step begun, Instant at) => Instant.Max(begun.At, Instant.Min(heard ?? begun.At, at));

    private bool IsRaisedAfter(Step step) =>
        steps.Values.Where(other => other.At > step.At).MinBy(other => other.At) is { IsActive: true, Role: EpisodeRole.MayContinue } next
        && next.At - step.At <= Within;

    private void Hear(Instant at)
    {
        if (heard is null || latest is null)
            return;
        heard = Instant.Max(heard.Value, at);
        if (Within is not null && at - (latest.Heard ?? latest.At) >= Finest)
            (latest.Heard, latest.IsChanged) = (at, true);
    }

    // What is open was said to be so for the last time before this moment.
    private void Lapse(Instant at)
    {
        foreach (var begun in open)
            (begun.EndedAt, begun.IsChanged) = (Over(begun, at), true);
        over.AddRange(open);
        open.Clear();
    }

    private void End(Step step)
    {
        (step.IsChanged, step.IsIdle) = (step.IsNew, step.IsNew && step.Word is EpisodeWord.Confirms && open.Count == 0);
        if (step.IsIdle)
            return;
        // What ended at another moment, as far as was known then, is told already.
        if (Within is not null)
            open.ForEach(begun => (begun.EndedAt, begun.IsChanged) = (step.At, true));
        over.AddRange(open);
        open.Clear();
        step.Ended = Closed(step, begun => begun.EndedAt is null || begun.EndedAt == step.At);
        (heard, led, end) = (null, null, step);
    }

    private List<Step> Closed(Step by, Predicate<Step> isClosed)
    {
        var closed = over.FindAll(isClosed);
        closed.ForEach(begun => begun.ClosedBy = by);
        over.RemoveAll(isClosed);
        return closed;
    }

    /// <summary>A transition among the others of its state.</summary>
    /// <param name="at">When it was.</param>
    /// <param name="isActive">Whether the state became true.</param>
    /// <param name="alertId">The source's id of the alert that it begins, or null.</param>
    internal sealed class Step(Instant at, bool isActive, string? alertId)
    {
        public Instant At => at;

        public bool IsActive => isActive;

        public string? AlertId => alertId;

        public EpisodeRole Role { get; set; }

        public EpisodeWord Word { get; set; }

        public bool IsNew { get; init; }

        public bool IsChanged { get; set; }

        /// <summary>Whether it says nothing that is not known, and is not kept.</summary>
        public bool IsIdle { get; set; }

        /// <summary>When the state that it began was last said to be so; null where only by itself.</summary>
        public Instant? Heard { get; set; }

        /// <summary>When what it began was over, where that is kept: by its end, or because it was said no longer; else null.</summary>
        public Instant? EndedAt { get; set; }

        public IReadOnlyList<Step> Ended { get; set; } = [];

        public IReadOnlyList<Step> Lapsed { get; set; } = [];

        public Step? ClosedBy { get; set; }

        public Step? Later { get; set; }

        // An end that is among those that are told is reported by its own.
        public EpisodeNews News(HashSet<Step> told) => new(
            !IsIdle && Role is not (EpisodeRole.SaidAgain or EpisodeRole.Led), [.. Ended.Select(begun => begun.AlertId).OfType<string>()],
            EndOf(told), Later is { AlertId: { } later } && !told.Contains(Later) ? new(later, Later.At, Later.EndOf(told)) : null,
            [.. Lapsed.Where(begun => begun.AlertId is not null).Select(begun => new LaterAlert(begun.AlertId!, begun.At, begun.EndedAt))])
        {
            ClosedAt = EndedAt ?? ClosedBy?.At,
        };

        private Instant? EndOf(HashSet<Step> told) =>
            ClosedBy is { } by && told.Contains(by) ? null : EndedAt ?? ClosedBy?.At;
    }
}
