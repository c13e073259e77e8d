namespace Incidents.Api.Import;

/// <summary>The columns that a map names.</summary>
/// <remarks>A message that lacks some of them is read as one in which they are blank.</remarks>
internal static class MapColumns
{
    /// <summary>Their names, each once.</summary>
    public static string[] Of(ImportMap map) =>
    [
        .. map.OccurredAt.SelectMany(rule => rule.Columns)
            .Concat(map.OccurredUntil.SelectMany(rule => rule.Columns))
            .Concat(map.KnownAt?.Times.SelectMany(rule => rule.Columns) ?? [])
            .Concat(map.Place is { } place ? [place.X, place.Y] : [])
            .Concat(map.Identity?.Columns ?? [])
            .Concat(map.City?.Columns ?? [])
            .Concat(map.Reference?.Columns ?? [])
            .Concat(map.Withdrawn is { } withdrawn ? [withdrawn.Column] : [])
            .Concat(map.Skip.Select(condition => condition.Column))
            .Concat(map.Texts.Values.SelectMany(rule => rule.Columns))
            .Distinct(StringComparer.Ordinal),
    ];
}
