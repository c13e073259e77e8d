using Incidents.Domain;
using Incidents.Projections.Ledgers;

namespace Incidents.Api.Counts;

/// <summary>
/// What is counted. A list that is omitted restricts nothing, an empty one selects nothing; all restrictions hold together. Every count,
/// map, trend, key figure and analysis takes it; where a field cannot count so, it is refused with `FILTER_UNSUPPORTED` and the name of the
/// restriction.
/// </summary>
/// <param name="Measure">What is counted; default `INCIDENTS`, and for `kpis` every measure.</param>
/// <param name="Cities">City codes. Error `CITY_UNKNOWN` for a code that is not in `cities`.</param>
/// <param name="Districts">
/// Districts, each with its city. A warning `DISTRICT_NEVER_SEEN` names those in which nothing was ever counted.
/// </param>
/// <param name="Categories">
/// Category codes. A warning `CATEGORY_NEVER_SEEN` names those that are not in `categories` and of which nothing was ever counted.
/// </param>
/// <param name="CategoryGroups">
/// Codes of groups of `categories`: only categories of these groups are counted. Error `CATEGORY_GROUP_UNKNOWN` for a code that no category
/// has.
/// </param>
/// <param name="Bounds">
/// What lies in cells of zoom 18 (about 100 m here) that touch these bounds, in degrees. What has no coordinates is not counted.
/// </param>
/// <param name="HoursOfWeek">Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167.</param>
public sealed record CountFilter(
    CountMeasure? Measure = null, IEnumerable<string>? Cities = null, IEnumerable<District>? Districts = null,
    IEnumerable<string>? Categories = null, IEnumerable<string>? CategoryGroups = null, GeoBounds? Bounds = null,
    IEnumerable<int>? HoursOfWeek = null);

/// <summary>A district as its source names it, with its city: districts of two cities may have one name.</summary>
/// <param name="City">City code.</param>
/// <param name="Name">Name of the district; empty or null for what has no district.</param>
public sealed record District(string City, string? Name = null);
