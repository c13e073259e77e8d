namespace Incidents.Statistics.Spatial;

/// <summary>Numbers of incidents before and after a measure, in one area.</summary>
/// <param name="Before">Number before, not negative.</param>
/// <param name="After">Number after, not negative.</param>
public readonly record struct BeforeAfter(double Before, double After);

/// <summary>Whether crime moved to the area around: the weighted displacement quotient and the weighted displacement difference.</summary>
/// <remarks>
/// Bowers and Johnson, "Measuring the geographical displacement and diffusion of benefit effects of crime prevention activity", J.
/// Quantitative Criminology 19, 2003. The difference has a standard error: Wheeler and Ratcliffe, "A simple weighted displacement
/// difference test", Crime Science 7, 2018.
/// </remarks>
public static class Displacement
{
    /// <summary>Compares a target area and the buffer around it with a control area.</summary>
    /// <param name="target">The area in which the measure was taken (A).</param>
    /// <param name="buffer">The area around it (B).</param>
    /// <param name="control">An area elsewhere (C).</param>
    /// <param name="bufferControl">A control area for the buffer, for the difference only; null where there is none.</param>
    /// <param name="replications">Number of Poisson draws of the counts for the quotient's interval; 0 for none.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>NaN for the quotient where the control has no incidents or the target did not change against it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or not finite, or the replications are negative.</exception>
    public static DisplacementResult Of(
        BeforeAfter target, BeforeAfter buffer, BeforeAfter control, BeforeAfter? bufferControl = null, int replications = 9_999,
        long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replications);
        BeforeAfter[] all = bufferControl is { } four ? [target, buffer, control, four] : [target, buffer, control];
        foreach (var count in all)
        {
            if (!(count.Before >= 0 && count.After >= 0) || !double.IsFinite(count.Before + count.After))
                throw new ArgumentOutOfRangeException(nameof(target), count, "Counts are finite and not negative.");
        }

        var (success, quotient) = Quotient(target, buffer, control);
        var draws = new List<double>(replications);
        var random = new SeededRandom(seed);
        BeforeAfter Draw(BeforeAfter c) => new(random.NextPoisson(c.Before), random.NextPoisson(c.After));
        for (var r = 0; r < replications; r++)
        {
            if (Quotient(Draw(target), Draw(buffer), Draw(control)).Quotient is var drawn && double.IsFinite(drawn))
                draws.Add(drawn);
        }

        draws.Sort();
        double Bound(double share) => draws.Count == 0 ? double.NaN : draws[(int)Math.Clamp(share * draws.Count, 0, draws.Count - 1)];

        static double Change(BeforeAfter c) => c.After - c.Before;
        var difference = Change(target) - Change(control) + Change(buffer) - (bufferControl is { } d ? Change(d) : 0);
        var error = Math.Sqrt(all.Sum(c => c.Before + c.After));
        var z = error > 0 ? difference / error : double.NaN;
        return new(
            new("displacement", "Bowers and Johnson 2003; Wheeler and Ratcliffe 2018", all.Length, new Dictionary<string, object?>
            {
                ["replications"] = replications,
                ["seed"] = replications > 0 ? seed : null,
                ["bufferControl"] = bufferControl is not null,
            }),
            success, quotient, Bound(0.025), Bound(0.975), difference, error, z, TailProbability.NormalTwoSided(z));
    }

    private static (double Success, double Quotient) Quotient(BeforeAfter a, BeforeAfter b, BeforeAfter c)
    {
        if (c.Before == 0 || c.After == 0)
            return (double.NaN, double.NaN);
        var success = a.After / c.After - a.Before / c.Before;
        return (success, success == 0 ? double.NaN : (b.After / c.After - b.Before / c.Before) / success);
    }
}

/// <summary>Displacement and diffusion.</summary>
/// <param name="Basis">Method, parameters and n (areas compared).</param>
/// <param name="Success">
/// A₁/C₁ − A₀/C₀: negative where the target did better than the control. Only then has the quotient a meaning.
/// </param>
/// <param name="Quotient">
/// (B₁/C₁ − B₀/C₀) / (A₁/C₁ − A₀/C₀). Above 1: the buffer gained more than the target; between 0 and 1: some benefit spread; between −1 and
/// 0: some crime moved; below −1: more moved than was prevented.
/// </param>
/// <param name="QuotientLow">2.5 % point of the quotient over Poisson draws of all counts; NaN without draws.</param>
/// <param name="QuotientHigh">97.5 % point.</param>
/// <param name="Difference">Change of the target less that of its control, plus that of the buffer less that of its control.</param>
/// <param name="DifferenceError">Its standard error: the root of the sum of all counts.</param>
/// <param name="Z">Difference / error.</param>
/// <param name="P">Two-sided.</param>
public sealed record DisplacementResult(
    MethodBasis Basis, double Success, double Quotient, double QuotientLow, double QuotientHigh, double Difference, double DifferenceError,
    double Z, double P);
