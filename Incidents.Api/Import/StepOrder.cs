namespace Incidents.Api.Import;

/// <summary>Keeps the rows about the same thing in the order of the file while many reports are sent concurrently.</summary>
/// <remarks>
/// A row that withdraws or continues something waits until all earlier rows about it have a result, and later rows wait for its
/// result. So a row never overtakes one that it refers to, even if the store fails between them and the import is run again.
/// </remarks>
/// <param name="keyOf">The key of the thing, or null for a row without order.</param>
internal sealed class StepOrder(Func<MappedRow, string?> keyOf)
{
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);

    /// <summary>Number of waiting rows.</summary>
    public int Held { get; private set; }

    /// <summary>Whether the row may be sent now; otherwise <see cref="Leave"/> returns it later.</summary>
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

    /// <summary>Marks a row as finished, and returns the waiting rows that may be sent now, in order.</summary>
    public IReadOnlyList<MappedRow> Leave(MappedRow row)
    {
        if (keyOf(row) is not { } key)
            return [];
        var lane = lanes[key];
        lane.Unfinished--;
        var free = new List<MappedRow>();
        while (lane.Held.TryPeek(out var next) && lane.Admit(next))
            free.Add(lane.Held.Dequeue());
        Held -= free.Count;
        if (lane.Unfinished == 0)
            lanes.Remove(key);
        return free;
    }

    private sealed class Lane
    {
        private bool sendsFollowUp;

        public int Unfinished { get; set; }

        public Queue<MappedRow> Held { get; } = [];

        public bool Admit(MappedRow row)
        {
            var isFollowUp = row.Report!.Phase is not null;
            if (Unfinished > 0 && (isFollowUp || sendsFollowUp))
                return false;
            sendsFollowUp = isFollowUp;
            Unfinished++;
            return true;
        }
    }
}
