using NodaTime;

namespace Incidents.Domain.Access;

/// <summary>The edges of the periods of rounded counts: the first days of calendar months that are over.</summary>
/// <remarks>Quarters and years are whole months too. Weeks are not: a month and a week would overlap in a few days.</remarks>
public static class FixedEdges
{
    /// <summary>The zoom of the finest cells of rounded counts: 3.2 km wide at Karaganda.</summary>
    public const int Zoom = 13;

    /// <summary>The last edge: the first day of the current month.</summary>
    /// <param name="today">Today.</param>
    public static LocalDate Last(LocalDate today) => today.With(DateAdjusters.StartOfMonth);

    /// <summary>Whether a day is an edge.</summary>
    /// <param name="day">The day.</param>
    /// <param name="today">Today.</param>
    public static bool IsEdge(LocalDate day, LocalDate today) => day.Day == 1 && day <= Last(today);

    /// <summary>The nearest edges of a day, in order: one before and one after, or the last one alone.</summary>
    /// <param name="day">A day that is no edge.</param>
    /// <param name="today">Today.</param>
    public static IReadOnlyList<LocalDate> Nearest(LocalDate day, LocalDate today)
    {
        var (before, last) = (day.With(DateAdjusters.StartOfMonth), Last(today));
        return before >= last ? [last] : [before, before.PlusMonths(1)];
    }
}
