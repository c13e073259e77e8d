namespace Incidents.Domain;

/// <summary>How precisely a time is known.</summary>
/// <remarks>
/// A time that is coarser than a minute is an interval: the whole hour, local day, month or year in which it lies. Its stored moment is the
/// beginning of that interval. The numbers are stored.
/// </remarks>
public enum TimePrecision : short
{
    /// <summary>To the minute, or finer.</summary>
    Minute = 0,

    /// <summary>The hour is known, not the minute.</summary>
    Hour = 1,

    /// <summary>The local day is known, not the hour.</summary>
    Day = 2,

    /// <summary>The month is known, not the day.</summary>
    Month = 3,

    /// <summary>The year is known, not the month.</summary>
    Year = 4,
}
