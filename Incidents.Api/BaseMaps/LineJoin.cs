using Incidents.Api.BaseMaps.Tiles;

namespace Incidents.Api.BaseMaps;

/// <summary>Joins lines with the same tags that meet end to end: a street is one line from crossing to crossing of its own kind.</summary>
/// <remarks>
/// Long lines have room for a label, and are simplified better than their pieces. Lines are joined where exactly two of a group end; one
/// ways only in their direction.
/// </remarks>
internal sealed class LineJoin
{
    private readonly Dictionary<FeatureTags, List<Line>> groups = [];

    private sealed class Line(long first, long last, MapPoint[] points)
    {
        public long First => first;

        public long Last => last;

        public MapPoint[] Points => points;

        public bool IsUsed { get; set; }
    }

    /// <summary>Receives a line.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="points">Its points, valid during the call.</param>
    internal delegate void Receive(FeatureTags tags, ReadOnlySpan<MapPoint> points);

    /// <summary>Adds a line.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="first">The node at which it begins.</param>
    /// <param name="last">The node at which it ends.</param>
    /// <param name="points">Its points, at least two.</param>
    public void Add(FeatureTags tags, long first, long last, ReadOnlySpan<MapPoint> points)
    {
        if (!groups.TryGetValue(tags, out var group))
            groups[tags] = group = [];
        group.Add(new(first, last, points.ToArray()));
    }

    /// <summary>Joins the lines and forgets them.</summary>
    public void Join(Receive receive)
    {
        foreach (var (tags, group) in groups)
        {
            var ends = group.SelectMany(l => new[] { (Node: l.First, Line: l), (Node: l.Last, Line: l) })
                .GroupBy(e => e.Node).Where(g => g.Count() == 2).ToDictionary(g => g.Key, g => (A: g.First().Line, B: g.Last().Line));
            foreach (var line in group)
            {
                if (line.IsUsed)
                    continue;
                line.IsUsed = true;
                var points = new LinkedList<MapPoint[]>([line.Points]);
                Follow(line, line.Last, atEnd: true);
                Follow(line, line.First, atEnd: false);
                receive(tags, Concatenated(points));

                void Follow(Line from, long node, bool atEnd)
                {
                    while (ends.TryGetValue(node, out var pair) && (pair.A == from ? pair.B : pair.A) is var next && !next.IsUsed)
                    {
                        var isForward = atEnd ? next.First == node : next.Last == node;
                        if (!isForward && tags.IsOneWay)
                            return;
                        next.IsUsed = true;
                        var piece = isForward ? next.Points : [.. next.Points.Reverse()];
                        if (atEnd)
                            points.AddLast(piece);
                        else
                            points.AddFirst(piece);
                        (from, node) = (next, next.First == node ? next.Last : next.First);
                    }
                }
            }
        }
        groups.Clear();
    }

    private static MapPoint[] Concatenated(LinkedList<MapPoint[]> pieces) =>
        [.. pieces.First!.Value, .. pieces.Skip(1).SelectMany(p => p.Skip(1))];
}
