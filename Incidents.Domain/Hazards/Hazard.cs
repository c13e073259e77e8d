using NodaTime;

namespace Incidents.Domain.Hazards;

/// <summary>Somebody noted what endangers those who come to a place.</summary>
/// <param name="Origin">The console or list that noted it, and its own key there.</param>
/// <param name="Category">Category code, e.g. <c>weapon</c>, <c>dog</c>, <c>gas-cylinders</c>.</param>
/// <param name="Place">Where, with coordinates.</param>
/// <param name="Description">What those who come must know.</param>
/// <param name="By">Who noted it.</param>
/// <param name="OccurredAt">When it was noted.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record HazardNoted(
    Origin Origin, string Category, Place Place, string? Description, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning
{
    string IStreamBeginning.StreamType => "hazard";
}

/// <summary>The danger is over, or never was.</summary>
/// <param name="Place">Where it was noted.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record HazardLifted(Place Place, string By, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What endangers those who come to a place.</summary>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where.</param>
/// <param name="Description">What those who come must know; null where it is masked.</param>
/// <param name="NotedBy">Who noted it.</param>
/// <param name="NotedAt">When.</param>
/// <param name="IsLifted">Whether it is over.</param>
public sealed record Hazard(
    string Category, Place Place, string? Description, string NotedBy, OffsetDateTime NotedAt, bool IsLifted = false)
    : StreamState, IState<Hazard>
{
    /// <summary>What the streams of hazards are called in <see cref="Identity"/>.</summary>
    public const string StreamKind = "hazard";

    /// <inheritdoc/>
    public static Hazard? Evolve(Hazard? state, object @event) => (state, @event) switch
    {
        (null, HazardNoted e) => new(e.Category, e.Place, e.Description, e.By, e.OccurredAt),
        ({ } hazard, HazardLifted) => hazard with { IsLifted = true },
        _ => state,
    };
}
