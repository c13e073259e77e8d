using Incidents.Domain;

namespace Incidents.Api.Cases;

/// <summary>Kind of a node of a chart.</summary>
public enum CaseChartKind
{
    /// <summary>The case.</summary>
    Case,

    /// <summary>A person of interest.</summary>
    Person,

    /// <summary>A vehicle: one of interest, or one whose plate was read.</summary>
    Vehicle,

    /// <summary>An incident.</summary>
    Incident,

    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,

    /// <summary>A device.</summary>
    Device,

    /// <summary>A street as its source writes it, or where there is none a cell of the map of about 100 metres.</summary>
    Place,
}

/// <summary>Why two nodes of a chart are connected.</summary>
public enum CaseChartReason
{
    /// <summary>It is in the case; `text` is the reason why it is attached.</summary>
    InCase,

    /// <summary>The signal is linked to the incident.</summary>
    Linked,

    /// <summary>The device reported it.</summary>
    Reported,

    /// <summary>It happened there.</summary>
    Happened,

    /// <summary>The plate was read.</summary>
    PlateRead,

    /// <summary>The person is named in the description, or in what is noted of the vehicle or person.</summary>
    Named,
}

/// <summary>What connects what in a case.</summary>
/// <param name="Nodes">The nodes: the case first, then its items, what is linked to these, then devices, vehicles and places.</param>
/// <param name="Edges">The edges between these nodes.</param>
/// <param name="IsCut">Whether nodes or edges were left out because there are too many.</param>
public sealed record CaseChart(IReadOnlyList<CaseChartNode> Nodes, IReadOnlyList<CaseChartEdge> Edges, bool IsCut)
{
    /// <summary>Most nodes of a chart.</summary>
    public const int MostNodes = 500;

    /// <summary>Most edges of a chart.</summary>
    public const int MostEdges = 2_000;
}

/// <summary>A node of a chart.</summary>
/// <param name="Key">Its name in the edges; unique in the chart.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">Name, plate, device, street or category; null where it is masked.</param>
/// <param name="ThingId">Id of the case, incident, alert, call or violation; else null.</param>
/// <param name="ItemId">Id of the item of the case, where it is one; else null.</param>
/// <param name="Point">Where it is, or null.</param>
public sealed record CaseChartNode(string Key, CaseChartKind Kind, string? Label, Guid? ThingId, Guid? ItemId, GeoPoint? Point);

/// <summary>An edge of a chart.</summary>
/// <param name="FromKey">The one node.</param>
/// <param name="ToKey">The other node.</param>
/// <param name="Reason">Why they are connected.</param>
/// <param name="Field">The field that says so, e.g. `plate`.</param>
/// <param name="EventId">The event that says so; null where an item of the case does.</param>
/// <param name="Text">The reason in words, where there is one.</param>
public sealed record CaseChartEdge(
    string FromKey, string ToKey, CaseChartReason Reason, string Field, Guid? EventId, string? Text);
