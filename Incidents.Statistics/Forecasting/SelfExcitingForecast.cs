namespace Incidents.Statistics.Forecasting;

/// <summary>A forecast for cells in which an incident raises the rate of further ones.</summary>
/// <remarks>
/// In each cell the rate is its own background μ plus θ ω exp(−ω · age) after each incident there (Mohler, Short, Malinowski, Johnson,
/// Tita, Bertozzi and Brantingham, "Randomized controlled field trials of predictive policing", J. Am. Statist. Assoc. 110, 2015, §2.2),
/// fitted by their expectation-maximisation, which for this kernel takes one pass over the incidents a round.
/// </remarks>
public static class SelfExcitingForecast
{
    /// <summary>Fits the model and forecasts the time right after what was observed.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="incidents">
    /// Cell and time of each incident, in any order; times from 0 to <paramref name="observed"/>, in days or another unit.
    /// </param>
    /// <param name="observed">Length of the time observed; positive.</param>
    /// <param name="ahead">
    /// Length of the time forecast; positive. Only known incidents raise the rate: the forecast is for short times ahead.
    /// </param>
    /// <param name="rounds">Largest number of rounds; fitting ends once the parameters change by less than a part in 10⁶.</param>
    /// <returns>Expected counts, by cell, and the parameters. Without incidents all are zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A length is not positive, or an incident lies outside the cells or the time observed.
    /// </exception>
    public static SelfExcitingResult Fit(
        int cells, IReadOnlyList<(int Cell, double Time)> incidents, double observed, double ahead, int rounds = 500)
    {
        if (!(observed > 0 && ahead > 0) || !double.IsFinite(observed + ahead))
            throw new ArgumentOutOfRangeException(nameof(observed), (observed, ahead), "Lengths of time are positive and finite.");
        ArgumentOutOfRangeException.ThrowIfNegative(cells);
        foreach (var (cell, time) in incidents)
        {
            if (cell < 0 || cell >= cells || !(time >= 0 && time <= observed))
                throw new ArgumentOutOfRangeException(
                    nameof(incidents), (cell, time), "An incident lies outside the cells or the time observed.");
        }

        var sorted = ByCellAndTime(cells, incidents);
        var background = new double[cells];
        foreach (var (cell, _) in sorted)
            background[cell] += 0.5 / observed;
        var (theta, omega, used) = (0.5, 10 / observed, 0);
        for (var change = double.PositiveInfinity; used < rounds && sorted.Length > 0 && change > 1e-6; used++)
        {
            var (newTheta, newOmega) = Round(sorted, background, theta, omega, observed);
            change = Math.Max(Math.Abs(newTheta - theta), Math.Abs(newOmega - omega) / omega);
            (theta, omega) = (newTheta, newOmega);
            // Without excitation only the background is left, and the time scale has no estimate.
            if (theta < 1e-9)
                break;
        }

        double[] expected = [.. background.Select(mu => mu * ahead)];
        foreach (var (cell, time) in sorted)
            expected[cell] += theta * (Math.Exp(-omega * (observed - time)) - Math.Exp(-omega * (observed + ahead - time)));
        return new(
            new("self-exciting-forecast", "Mohler et al., J. Am. Statist. Assoc. 110, 2015, §2.2", sorted.Length,
                new Dictionary<string, object?>
                {
                    ["cells"] = cells,
                    ["observed"] = observed,
                    ["ahead"] = ahead,
                    ["mostRounds"] = rounds,
                    ["rounds"] = used,
                }),
            theta, omega, expected);
    }

    // Incidents are distributed to their cells first: sorting the few of each costs less than sorting all.
    private static (int Cell, double Time)[] ByCellAndTime(int cells, IReadOnlyList<(int Cell, double Time)> incidents)
    {
        var next = new int[cells + 1];
        foreach (var (cell, _) in incidents)
            next[cell + 1]++;
        for (var cell = 0; cell < cells; cell++)
            next[cell + 1] += next[cell];
        var times = new double[incidents.Count];
        foreach (var (cell, time) in incidents)
            times[next[cell]++] = time;
        var sorted = new (int, double)[times.Length];
        for (int cell = 0, from = 0; cell < cells; from = next[cell++])
        {
            times.AsSpan(from..next[cell]).Sort();
            for (var i = from; i < next[cell]; i++)
                sorted[i] = (cell, times[i]);
        }

        return sorted;
    }

    // One round: the expected number of offspring given the parameters, then the parameters that fit it best. Background is updated in
    // place.
    private static (double Theta, double Omega) Round(
        (int Cell, double Time)[] sorted, double[] background, double theta, double omega, double observed)
    {
        var offspringOf = new double[background.Length];
        var (offspring, ages, chances, lateness, excitement, aged, previous) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1);
        foreach (var (cell, time) in sorted)
        {
            if (previous >= 0 && sorted[previous].Cell == cell)
            {
                // Σ exp(−ω age) and Σ age exp(−ω age) over the earlier incidents of the cell follow from the sums at the incident before.
                var gap = time - sorted[previous].Time;
                var fade = Math.Exp(-omega * gap);
                (excitement, aged) = (fade * (1 + excitement), fade * (aged + gap * (1 + excitement)));
            }
            else
                (excitement, aged) = (0, 0);
            previous++;
            var rate = background[cell] + theta * omega * excitement;
            offspringOf[cell] += theta * omega * excitement / rate;
            offspring += theta * omega * excitement / rate;
            ages += theta * omega * aged / rate;
            // The part of an incident's offspring that comes after the end of observation.
            var rest = Math.Exp(-omega * (observed - time));
            chances += 1 - rest;
            lateness += (observed - time) * rest;
        }

        var counts = new double[background.Length];
        foreach (var (cell, _) in sorted)
            counts[cell]++;
        for (var cell = 0; cell < counts.Length; cell++)
            background[cell] = (counts[cell] - offspringOf[cell]) / observed;
        return (offspring / chances, offspring > 0 ? offspring / (ages + theta * lateness) : omega);
    }
}

/// <summary>A self-exciting forecast.</summary>
/// <param name="Basis">Method, parameters and n (incidents).</param>
/// <param name="Theta">Expected number of further incidents that one incident causes in its own cell.</param>
/// <param name="Omega">Rate at which the excitation decays, per unit of time; its mean duration is 1 / ω.</param>
/// <param name="Expected">Expected count of each cell in the time ahead.</param>
public sealed record SelfExcitingResult(MethodBasis Basis, double Theta, double Omega, IReadOnlyList<double> Expected);
