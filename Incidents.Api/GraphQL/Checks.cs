using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Checks of arguments that several slices share. All refuse with <c>BAD_INPUT</c>.</summary>
internal static class Checks
{
    private const int MostYears = 200;

    public static void Period(LocalDate from, LocalDate until)
    {
        if (from > until)
            throw RefusedException.BadInput("until", "A period ends where it begins, or later.");
        if (from.PlusYears(MostYears) < until)
            throw RefusedException.BadInput("until", $"A period is at most {MostYears} years long.");
    }

    public static void Counted(Measure measure)
    {
        if (IsDuration(measure))
            throw RefusedException.BadInput("measure", "Durations are not counted by place or hour; ask for 'kpis'.");
    }

    public static void Timed(Measure measure)
    {
        if (!IsDuration(measure))
            throw RefusedException.BadInput("measure", "Only durations take time; ask for 'trend'.");
    }

    public static bool IsDuration(Measure measure) => measure is Measure.AnswerTime or Measure.DispatchTime or Measure.ArrivalTime or Measure.ResolutionTime;
}
