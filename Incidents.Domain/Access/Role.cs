namespace Incidents.Domain.Access;

/// <summary>What a person or a system does here. What each role may see and do is in the access table (docs/access.md).</summary>
public enum Role
{
    /// <summary>Operator of the control centre: works on what is open in their towns.</summary>
    Operator = 1,
    /// <summary>Supervisor of the control centre: sees and corrects everything of their towns.</summary>
    Supervisor,
    /// <summary>A patrol: sees the incidents of its towns that are open, and reports its own arrival and departure.</summary>
    Unit,
    /// <summary>Crime analyst: counts, analyses, and incidents whose places are snapped to cells, without persons and plates.</summary>
    Analyst,
    /// <summary>Investigator: everything of their towns; a search for a person or plate needs a purpose.</summary>
    Investigator,
    /// <summary>City administration: aggregates only, with small counts suppressed.</summary>
    Akimat,
    /// <summary>A camera, recorder, terminal or their system: posts its own reports, and reads nothing.</summary>
    Device,
    /// <summary>A system that receives a feed.</summary>
    FeedReceiver,
    /// <summary>Auditor: reads the access log.</summary>
    Auditor,
    /// <summary>Administrator: the intake, devices, keys, retention and users; no incidents.</summary>
    Administrator,
    /// <summary>Utilities of a town: sees the tasks of municipal property, and says what is done.</summary>
    Utility,
}
