using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    /// <summary>Fires open, or join within 100 metres and 10 minutes; other alerts join their like only; calls open.</summary>
    public static readonly CorrelationRules Rules = new(
    [
        new("call", 1, [SignalKind.SosCall], true),
        new("fire", 3, [SignalKind.Alert], true, 100, 10, ["fire", "smoke"]),
        new("like", 1, [SignalKind.Alert], false, 100, 10, SameCategory: true),
    ]);

    /// <summary>An alert so many metres north of <see cref="Place"/>, so many minutes after <see cref="Began"/>.</summary>
    public static CorrelatedSignal Seen(
        int number, string category = "fire", double north = 0, double minutes = 0, SignalKind kind = SignalKind.Alert,
        double? confidence = null, string? device = "cam-1", bool isPlaced = true)
    {
        var at = Began.Plus(Duration.FromMinutes(minutes));
        var point = new GeoPoint(73.1, 49.8 + north / 111_195);
        return new(
            new(kind, new Guid(number, 0, 0, new byte[8])), new("karaganda", Point: isPlaced ? point : null), category, confidence, device,
            at, at);
    }

    /// <summary>An open incident so many metres north of <see cref="Place"/>, whose last signal came so many minutes later.</summary>
    public static CorrelatedIncident Near(int number, double north, double minutes = 0, string category = "fire", string? device = null)
    {
        var at = Began.ToInstant() + Duration.FromMinutes(minutes);
        return new(
            new Guid(number, 0, 0, new byte[8]), "karaganda", category, new(73.1, 49.8 + north / 111_195), device, at, SignalMoments.None);
    }

    /// <summary>These incidents are open.</summary>
    public static IncidentGrid Grid(params CorrelatedIncident[] incidents)
    {
        var grid = new IncidentGrid();
        foreach (var incident in incidents)
            grid.Put(incident);
        return grid;
    }
}
