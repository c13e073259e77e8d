namespace Incidents.Api.Access.Log;

/// <summary>The positions at which a logged answer may have been read, the likeliest first.</summary>
/// <remarks>
/// Where nothing was stored or applied meanwhile there is one. Otherwise the read models went forward from one position to another, each by
/// itself, and events came behind them: lists hold the one, single things the other. An answer is compared with the digest, so that trying
/// them finds the one that gives it.
/// </remarks>
internal static class ReplayPositions
{
    /// <summary>The positions of an entry.</summary>
    public static IEnumerable<ReplayPosition> Of(AccessLogEntry entry)
    {
        if (entry.IsExport)
        {
            // The rows of an export are of one moment.
            var position = entry.Of("position")!.Value.GetInt64();
            return [new(position, new Dictionary<string, long> { [entry.Text("readModel")!] = position })];
        }
        return Between(entry.Positions!, entry.PositionsAfter ?? entry.Positions!);
    }

    /// <summary>The positions between two readings.</summary>
    public static IEnumerable<ReplayPosition> Between(LoggedPositions before, LoggedPositions after)
    {
        var steps = ReadModels(before, after);
        // Most answers are of lists or of single things: for a list it does not matter which events came behind the read models.
        foreach (var models in steps)
        {
            var first = First(before, models);
            yield return new(first, models);
            if (after.Appended > first)
                yield return new(after.Appended, models);
        }
        foreach (var models in steps)
        {
            for (var appended = First(before, models) + 1; appended < after.Appended; appended++)
                yield return new(appended, models);
        }
    }

    private static long First(LoggedPositions before, IReadOnlyDictionary<string, long> models) =>
        Math.Max(before.Appended, models.Values.DefaultIfEmpty().Max());

    private static IEnumerable<IReadOnlyDictionary<string, long>> ReadModels(LoggedPositions before, LoggedPositions after)
    {
        yield return before.ReadModels;
        var moved = before.ReadModels.Where(m => after.ReadModels.GetValueOrDefault(m.Key) > m.Value).Select(m => m.Key).ToList();
        if (moved.Count == 0)
            yield break;
        var last = moved.Max(name => after.ReadModels[name]);
        for (var position = moved.Min(name => before.ReadModels[name]) + 1; position <= last; position++)
        {
            var next = before.ReadModels.ToDictionary();
            foreach (var name in moved)
                next[name] = Math.Clamp(position, before.ReadModels[name], after.ReadModels[name]);
            yield return next;
        }
    }
}

/// <summary>Positions of the store.</summary>
/// <param name="Appended">The last event.</param>
/// <param name="ReadModels">The last event of each read model.</param>
internal sealed record ReplayPosition(long Appended, IReadOnlyDictionary<string, long> ReadModels);
