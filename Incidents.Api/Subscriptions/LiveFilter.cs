using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>Filter of what is told as it happens. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts, without regard to case and to letters of Russian and Kazakh that stand for each other.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Bounds">They lie within, the edges included.</param>
internal sealed record LiveFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    GeoBounds? Bounds = null)
{
    private readonly HashSet<string>? districts = Districts?.Select(FoldedText.Of).ToHashSet(StringComparer.Ordinal);

    /// <summary>The filter, checked.</summary>
    /// <param name="filter">The filter; null for one that everything passes.</param>
    /// <exception cref="RefusedException">The bounds are no bounds.</exception>
    public static LiveFilter Checked(LiveFilter? filter) => filter switch
    {
        null => new(),
        { Bounds: { } bounds } when !bounds.IsValid() =>
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north."),
        _ => filter,
    };

    /// <summary>Whether something of a category passes at a place, as its reader sees the place.</summary>
    public bool Passes(Place place, string category) =>
        Cities?.Contains(place.City) is not false
        && (districts is null || (place.District is { } district && districts.Contains(FoldedText.Of(district))))
        && Categories?.Contains(category) is not false
        && (Bounds is not { } bounds || (place.Point is { } point && bounds.Contains(point)));

    /// <summary>What equal filters have in common, and others have not; the order of a list, and its doubles, mean nothing.</summary>
    public string Key() => System.Text.Json.JsonSerializer.Serialize(
        new { Cities = Sorted(Cities), Districts = Sorted(districts), Categories = Sorted(Categories), Bounds });

    private static string[]? Sorted(IEnumerable<string>? values) =>
        values is null ? null : [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
