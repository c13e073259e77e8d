using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>The hour in tables of hours, also of what has none.</summary>
/// <remarks>
/// What is known to the day has the hour -1, to the month -2, to the year -3: so one comparison selects what is known to a unit or more
/// precisely, and the day of such a row is the first of its unit.
/// </remarks>
internal static class LedgerHour
{
    /// <summary>The number that stands for the hour; null where the hour is known.</summary>
    public static short? Missing(TimePrecision? precision) =>
        precision is { } unit && !unit.HasHour() ? (short)((short)TimePrecision.Hour - (short)unit) : null;

    /// <summary>SQL for what is known to the unit or more precisely, with its <c>and</c>; empty where the unit is null.</summary>
    /// <param name="hour">SQL for the hour of a row.</param>
    /// <param name="unit">The unit, from an hour to a month.</param>
    public static string KnownTo(string hour, TimePrecision? unit) =>
        unit is { } least ? FormattableString.Invariant($" and {hour} >= {(short)TimePrecision.Hour - (short)least}") : "";
}
