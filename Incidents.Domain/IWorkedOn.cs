using NodaTime;

namespace Incidents.Domain;

/// <summary>Something that one person at a time works on.</summary>
/// <remarks>Whoever has taken it is asked first: so no two people work on one thing without knowing of each other.</remarks>
public interface IWorkedOn
{
    /// <summary>Who works on it, or null where nobody does.</summary>
    string? TakenBy { get; }

    /// <summary>Since when they do, or null where nobody does.</summary>
    OffsetDateTime? TakenAt { get; }
}

/// <summary>The state of something that one person at a time works on.</summary>
/// <typeparam name="TSelf">The state's own type.</typeparam>
public interface IWorkedOn<TSelf> : IState<TSelf>, IWorkedOn where TSelf : StreamState, IWorkedOn<TSelf>
{
    /// <summary>What it is.</summary>
    static abstract WorkKind Kind { get; }

    /// <summary>Who released it last, and when; null where nobody did, or somebody has taken it since.</summary>
    WorkFreed? Freed { get; }

    /// <summary>Whether nobody needs to work on it any more.</summary>
    bool IsWorkOver { get; }

    /// <summary>Whether something can have been done about it at a moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    bool CanHappen(OffsetDateTime at, OffsetDateTime now);
}
