namespace Incidents.Api.Exports;

/// <summary>Limits of exports; configuration section <c>Exports</c>.</summary>
public sealed class ExportSettings
{
    /// <summary>Greatest number of exports at the same time, default 4. Error <c>TOO_BUSY</c>, status 503.</summary>
    /// <remarks>Each takes one connection of the readers until its last row is sent.</remarks>
    public int MostAtOnce { get; set; } = 4;

    /// <summary>Longest time for which a client takes nothing, default 30 s; then its connection is ended.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest duration of an export, default 1 hour; then its connection is ended.</summary>
    /// <remarks>So long PostgreSQL keeps what was deleted since its beginning.</remarks>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(1);
}
