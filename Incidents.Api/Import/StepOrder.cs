namespace Incidents.Api.Import;

/// <summary>
/// Keeps the steps of one thing in the order of the file while many reports are under way: what withdraws or continues
/// something is held back until all that was reported of it before is answered, and what follows it until it is answered itself.
/// So a step never overtakes what it refers to, not even when the store fails between them and the import is run again.
/// </summary>
/// <param name="keyOf">What a row belongs to, or null for a row that stands alone.</param>
internal sealed class StepOrder(Func<MappedRow, string?> keyOf)
{
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);

    /// <summary>How many rows are held back.</summary>
    public int Held { get; private set; }

    /// <summary>Whether the row may be sent now; if not, <see cref="Leave"/> gives it back when it may.</summary>
    public bool TryEnter(MappedRow row)
    {
        if (keyOf(row) is not { } key)
            return true;
        if (!lanes.TryGetValue(key, out var lane))
            lanes.Add(key, lane = new());
        if (lane.Held.Count == 0 && lane.Admit(row))
            return true;
        lane.Held.Enqueue(row);
        Held++;
        return false;
    }

    /// <summary>The row is answered. Gives the rows that may be sent now, in order.</summary>
    public IReadOnlyList<MappedRow> Leave(MappedRow row)
    {
        if (keyOf(row) is not { } key)
            return [];
        var lane = lanes[key];
        lane.Unanswered--;
        var free = new List<MappedRow>();
        while (lane.Held.TryPeek(out var next) && lane.Admit(next))
            free.Add(lane.Held.Dequeue());
        Held -= free.Count;
        if (lane.Unanswered == 0)
            lanes.Remove(key);
        return free;
    }

    private sealed class Lane
    {
        private bool followUpUnderWay;

        public int Unanswered { get; set; }

        public Queue<MappedRow> Held { get; } = [];

        public bool Admit(MappedRow row)
        {
            var isFollowUp = row.Report!.Phase is not null;
            if (Unanswered > 0 && (isFollowUp || followUpUnderWay))
                return false;
            followUpUnderWay = isFollowUp;
            Unanswered++;
            return true;
        }
    }
}
