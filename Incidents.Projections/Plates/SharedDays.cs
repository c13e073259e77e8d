using Incidents.Statistics;
using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>How unlikely it is that two vehicles met on so many days: see <see cref="PlateCompanions"/>.</summary>
/// <param name="Met">Days on which they met.</param>
/// <param name="Expected">Days on which they would have met by chance.</param>
/// <param name="Probability">Probability of at least so many.</param>
internal readonly record struct SharedDays(int Met, double Expected, double Probability)
{
    /// <summary>Tests one vehicle.</summary>
    /// <param name="days">The period.</param>
    /// <param name="read">A bit for each day on which the devices read anything: on the others nobody could be met.</param>
    /// <param name="wouldMeet">
    /// Each day of the vehicle that fits a day of the plate, with a bit for each day of the plate that it fits: the two would have met, had
    /// the vehicle been under way at the same hours of that day.
    /// </param>
    public static SharedDays Of(TripDays days, UInt128 read, IReadOnlyList<(int Day, UInt128 Fits)> wouldMeet)
    {
        var trials = new List<(bool OnRestDay, int Fitting, double OfWeekday, bool HasMet)>();
        for (var day = 0; day < days.Count; day++)
        {
            var (alike, sameWeekday, hasMet) = (0, 0, false);
            foreach (var (other, fits) in wouldMeet)
            {
                if (!IsIn(fits, day) || IsRestDay(days, other) != IsRestDay(days, day))
                    continue;
                alike++;
                if (other == day)
                    hasMet = true;
                else if (days.DayOfWeek(other) == days.DayOfWeek(day))
                    sameWeekday++;
            }
            // On a day that no day of the vehicle fits they cannot meet.
            if (alike > 0)
                trials.Add((IsRestDay(days, day), alike, Share(sameWeekday, Weeks(days, read, day) - 1), hasMet));
        }
        var bounds = new List<(int, double)>(trials.Count);
        var expected = 0.0;
        foreach (var alike in trials.GroupBy(trial => trial.OnRestDay))
        {
            var number = Enumerable.Range(0, days.Count).Count(day => IsIn(read, day) && IsRestDay(days, day) == alike.Key);
            // Each day of the vehicle is taken once: of those that fit the next, at most as many are left, of fewer days.
            foreach (var (trial, taken) in alike.OrderByDescending(trial => trial.Fitting).Select((trial, i) => (trial, i)))
            {
                expected += Math.Max(Share(trial.Fitting, number), trial.OfWeekday);
                bounds.Add((1, Math.Max(Share(trial.Fitting, number - taken), trial.OfWeekday)));
            }
        }
        var met = trials.Count(trial => trial.HasMet);
        return new(met, expected, PoissonBinomial.AtLeast(met, [.. bounds]));
    }

    private static double Share(int some, int all) => all <= 0 ? 0 : Math.Min(1, (double)some / all);

    private static int Weeks(TripDays days, UInt128 read, int day) =>
        Enumerable.Range(0, days.Count).Count(other => other % 7 == day % 7 && IsIn(read, other));

    private static bool IsIn(UInt128 set, int day) => (set >> day & 1) != 0;

    private static bool IsRestDay(TripDays days, int day) => days.DayOfWeek(day) is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
}
