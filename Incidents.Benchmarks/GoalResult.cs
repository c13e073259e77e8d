using System.Globalization;

namespace Incidents.Benchmarks;

/// <summary>The measurements of one variant, round by round.</summary>
/// <param name="Name">The way.</param>
/// <param name="Unit">Unit of the figures, e.g. <c>reports/s</c>.</param>
/// <param name="Rounds">One figure a round.</param>
internal sealed record Variant(string Name, string Unit, IReadOnlyList<double> Rounds)
{
    /// <summary>The figure that represents all rounds.</summary>
    public double Median => Statistics.Median(Rounds);
}

/// <summary>A bound of a goal.</summary>
/// <param name="What">What the figure is, e.g. <c>of COPY</c>: it is read after the figure.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Relation">How the figure must relate to the limit.</param>
/// <param name="Limit">The limit.</param>
internal sealed record Want(string What, double Measured, Relation Relation, double Limit)
{
    /// <summary>Whether the figure is within the bound; NaN never is.</summary>
    public bool Holds => Relation switch
    {
        Relation.AtLeast => Measured >= Limit,
        Relation.Above => Measured > Limit,
        Relation.AtMost => Measured <= Limit,
        Relation.Below => Measured < Limit,
        _ => throw new InvalidOperationException($"There is no relation {Relation}."),
    };

    public string MeasuredText => $"{Figure(Measured)} {What}";

    public string LimitText => $"{Words} {Figure(Limit)}";

    private string Words => Relation switch
    {
        Relation.AtLeast => "at least",
        Relation.Above => "above",
        Relation.AtMost => "at most",
        _ => "below",
    };

    private static string Figure(double value) => value.ToString(
        Math.Abs(value) switch { 0 => "0", < 0.001 => "0.#e+0", < 0.1 => "0.####", < 100 => "0.##", _ => "#,0" },
        CultureInfo.InvariantCulture);
}

/// <summary>How a figure is compared with its bound.</summary>
internal enum Relation
{
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// <summary>The result of a goal's run.</summary>
/// <param name="Variants">The ways compared; the first is ours, and the others are set against it.</param>
/// <param name="Wants">What is wanted; all must hold.</param>
/// <param name="Notes">What a reader of the figures must know: sizes, what ran, what was left out.</param>
internal sealed record GoalResult(IReadOnlyList<Variant> Variants, IReadOnlyList<Want> Wants, IReadOnlyList<string> Notes)
{
    public bool Holds => Wants.All(w => w.Holds);

    /// <summary>Bounds that could not be measured here, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
