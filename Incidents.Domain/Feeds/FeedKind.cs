namespace Incidents.Domain.Feeds;

/// <summary>Kind of a thing that feeds tell of.</summary>
public enum FeedKind
{
    /// <summary>An incident.</summary>
    Incident = 1,

    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,
}

/// <summary>Form of the messages of a feed.</summary>
public enum FeedFormat
{
    /// <summary>This product's own JSON (docs/feeds.md).</summary>
    Json = 1,

    /// <summary>OASIS Common Alerting Protocol 1.2, XML.</summary>
    Cap,

    /// <summary>NENA Emergency Incident Data Object, the JSON object of NENA-STA-021.1a.</summary>
    Eido,
}

/// <summary>What a receiver is told beyond kind, category, town, times and status: data classes of the access table.</summary>
public enum FeedClass
{
    /// <summary>Coordinates (class `place`).</summary>
    Place = 1,

    /// <summary>Streets and the device that saw it (class `exact`).</summary>
    Exact,

    /// <summary>Plates, descriptions and reasons in words, and names of those who acted (class `person`).</summary>
    Person,
}

/// <summary>How far a thing has come, as receivers of a feed need it.</summary>
public enum FeedPhase
{
    /// <summary>Somebody still has to do something about it.</summary>
    Active = 1,

    /// <summary>It is over.</summary>
    Over,

    /// <summary>It was withdrawn, dismissed or cancelled: what was told of it does not hold.</summary>
    Withdrawn,

    /// <summary>It is part of another incident, which goes on.</summary>
    Merged,
}
