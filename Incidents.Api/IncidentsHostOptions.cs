using Incidents.Api.Forecasts;
using Incidents.Api.Store;

namespace Incidents.Api;

/// <summary>What one host does.</summary>
internal sealed class IncidentsHostOptions
{
    /// <summary>Whether this host projects; a short-lived command leaves that to the one that serves.</summary>
    public bool RunsDaemon { get; set; } = true;

    /// <summary>Whether it simulates demo data.</summary>
    public bool Simulates { get; set; }

    /// <summary>The forecasts that this host makes; default none.</summary>
    public ForecastOptions Forecasts { get; set; } = new();

    /// <summary>How it reads events that earlier builds wrote.</summary>
    public EventUpcasts Upcasts { get; set; } = EventUpcasts.Current;

    /// <summary>How long read models wait before a gap in the sequence, see <see cref="EventStore.LongestHold"/>.</summary>
    public TimeSpan LongestHold { get; set; } = EventStore.LongestHold;

    /// <summary>Rights in PostgreSQL beyond those of the database's owner; default none.</summary>
    public MaintenanceAccess Maintenance { get; set; } = new(null);

    /// <summary>How the appender works.</summary>
    public StreamAppenderOptions Appender { get; set; } = new();
}
