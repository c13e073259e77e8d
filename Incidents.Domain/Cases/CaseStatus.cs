namespace Incidents.Domain.Cases;

/// <summary>How far a case has come.</summary>
public enum CaseStatus
{
    /// <summary>It is worked on.</summary>
    Open,

    /// <summary>It is closed, and can be reopened.</summary>
    Closed,

    /// <summary>It is part of another case.</summary>
    Merged,

    /// <summary>It had been split off from another case, and that was undone: its items are there again.</summary>
    Dissolved,
}

/// <summary>How far a branch of a case has come.</summary>
public enum CaseBranchStatus
{
    /// <summary>It is worked on.</summary>
    Open,

    /// <summary>It was merged into its case.</summary>
    Merged,

    /// <summary>It was abandoned.</summary>
    Abandoned,
}
