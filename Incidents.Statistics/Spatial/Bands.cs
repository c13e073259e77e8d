using System.Globalization;

namespace Incidents.Statistics.Spatial;

/// <summary>Which edge of a band belongs to it.</summary>
public enum BandEdge
{
    /// <summary>[a, b): the lower. The next band begins where this one ends.</summary>
    Lower,

    /// <summary>(a, b]: the upper.</summary>
    Upper,
}

/// <summary>Adjoining bands of distance or of time.</summary>
/// <remarks>Each label says which edge belongs to the band: <c>[a, b)</c> or <c>(a, b]</c>.</remarks>
public sealed class Bands
{
    // The range is divided into slices, most of which lie in a single band, so that the band of nearly every value is one look-up away.
    private const int Slices = 4096;
    private const sbyte Mixed = sbyte.MinValue;

    private readonly double[] edges;
    private readonly sbyte[] slices = new sbyte[Slices + 1];
    private readonly double slicesPerUnit;

    /// <summary>Bands between consecutive edges.</summary>
    /// <param name="edges">At least two, strictly ascending, not negative; the last may be infinite.</param>
    /// <param name="belongs">Which edge of a band belongs to it.</param>
    /// <param name="closeOuter">
    /// Whether the one outermost edge that is left out belongs to its band too: the last one of [a, b) bands, the first one of (a, b]
    /// bands. With edges 0 and 20, <see cref="BandEdge.Upper"/> and this, the band is [0, 20]: the classical rule d ≤ 20.
    /// </param>
    /// <exception cref="ArgumentException">Fewer than two edges or more than 100, or not strictly ascending, or negative.</exception>
    public Bands(IReadOnlyList<double> edges, BandEdge belongs = BandEdge.Lower, bool closeOuter = false)
    {
        if (edges.Count is < 2 or > 100)
            throw new ArgumentException("There are at least two edges, and at most 100.", nameof(edges));
        for (var i = 0; i < edges.Count; i++)
        {
            if (!(edges[i] >= 0) || (i > 0 && edges[i] <= edges[i - 1]))
                throw new ArgumentException("Edges ascend strictly from zero or more.", nameof(edges));
        }

        (this.edges, Belongs, CloseOuter) = ([.. edges], belongs, closeOuter);
        slicesPerUnit = double.IsFinite(Limit) ? Slices / Limit : 0;
        for (var slice = 0; slice <= Slices; slice++)
        {
            var (from, to) = ((slice - 0.01) / slicesPerUnit, (slice + 1.01) / slicesPerUnit);
            slices[slice] = slicesPerUnit == 0 || Array.Exists(this.edges, e => e >= from && e <= to) ? Mixed : (sbyte)Of((from + to) / 2);
        }
    }

    /// <summary>Everything up to a limit, the limit included: d ≤ limit.</summary>
    public static Bands UpTo(double limit) => new([0, limit], BandEdge.Upper, closeOuter: true);

    /// <summary>Which edge of a band belongs to it.</summary>
    public BandEdge Belongs { get; }

    /// <summary>Whether the outermost edge that is left out belongs to its band too.</summary>
    public bool CloseOuter { get; }

    /// <summary>Number of bands.</summary>
    public int Count => this.edges.Length - 1;

    /// <summary>The edges.</summary>
    public IReadOnlyList<double> Edges => this.edges;

    /// <summary>The last edge.</summary>
    public double Limit => this.edges[^1];

    /// <summary>The band of a distance or an interval, or −1 where it lies outside all bands.</summary>
    /// <param name="value">Not negative.</param>
    public int Of(double value)
    {
        var band = -1;
        if (Belongs is BandEdge.Lower)
        {
            while (band < this.edges.Length - 1 && value >= this.edges[band + 1])
                band++;
            return band < Count ? band : CloseOuter && value == Limit ? Count - 1 : -1;
        }

        while (band < this.edges.Length - 1 && value > this.edges[band + 1])
            band++;
        return band == Count ? -1 : band >= 0 ? band : CloseOuter && value == this.edges[0] ? 0 : -1;
    }

    /// <summary>
    /// Whether a value lies above an edge. A band contains the values above its lower edge that are not above its upper edge.
    /// </summary>
    internal bool Passes(int edge, double value)
    {
        var belongsToUpper = Belongs is BandEdge.Lower ? !(CloseOuter && edge == Count) : CloseOuter && edge == 0;
        return belongsToUpper ? value >= this.edges[edge] : value > this.edges[edge];
    }

    /// <summary>The same band as <see cref="Of"/> returns, found in constant time for nearly every value.</summary>
    internal int Find(double value)
    {
        if (value > Limit)
            return -1;
        var found = slices[(int)(value * slicesPerUnit)];
        return found == Mixed ? Of(value) : found;
    }

    /// <summary>The bands' labels in interval notation, e.g. <c>[0, 100)</c>.</summary>
    public IReadOnlyList<string> Labels =>
    [
        .. Enumerable.Range(0, Count).Select(i =>
        {
            var (a, b) = (this.edges[i].ToString(CultureInfo.InvariantCulture), this.edges[i + 1].ToString(CultureInfo.InvariantCulture));
            return Belongs is BandEdge.Lower
                ? $"[{a}, {b}{(CloseOuter && i == Count - 1 ? ']' : ')')}"
                : $"{(CloseOuter && i == 0 ? '[' : '(')}{a}, {b}]";
        }),
    ];
}
