namespace Incidents.Domain.Feeds;

/// <summary>Which things a receiver is told of.</summary>
/// <remarks>
/// A thing that matched once is told of from then on: who was told of an incident also hears that it was withdrawn, or given a category
/// that the filter leaves out.
/// </remarks>
/// <param name="Cities">City codes; null for all.</param>
/// <param name="Categories">Category codes; null for all.</param>
/// <param name="Kinds">Kinds of things; null for all.</param>
/// <param name="LeastUrgent">
/// Only categories whose urgency is at most this number, 1 (life may be in danger) to 4; null for all.
/// </param>
public sealed record FeedFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Categories = null, IReadOnlyList<FeedKind>? Kinds = null,
    int? LeastUrgent = null)
{
    /// <summary>Whether a thing is told of.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="urgency">Urgency of its category, 1 to 4.</param>
    public bool Matches(FeedThing thing, int urgency) =>
        (Cities is null || Cities.Contains(thing.Place.City)) && (Categories is null || Categories.Contains(thing.Category))
        && (Kinds is null || Kinds.Contains(thing.Kind)) && (LeastUrgent is not { } least || urgency <= least);
}
