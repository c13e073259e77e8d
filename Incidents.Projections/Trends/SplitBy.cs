namespace Incidents.Projections.Trends;

/// <summary>How counts are split into series.</summary>
public enum SplitBy
{
    /// <summary>One series.</summary>
    All,

    /// <summary>By city.</summary>
    City,

    /// <summary>By district, as the source names it, of each city; what has no district is a series of each city too.</summary>
    District,

    /// <summary>By category.</summary>
    Category,

    /// <summary>By group of categories; the categories of no group are one series.</summary>
    CategoryGroup,
}

/// <summary>What a series is of. A property is null where the series are not split by it.</summary>
/// <param name="City">City code.</param>
/// <param name="District">District as the source names it, empty for what has no district.</param>
/// <param name="Category">Category code.</param>
/// <param name="CategoryGroup">Code of the group, empty for the categories of no group.</param>
public readonly record struct SeriesKey(
    string? City = null, string? District = null, string? Category = null, string? CategoryGroup = null) : IComparable<SeriesKey>
{
    /// <summary>By city, district, category and group, in ordinal order.</summary>
    public int CompareTo(SeriesKey other)
    {
        var order = string.CompareOrdinal(City, other.City);
        if (order == 0)
            order = string.CompareOrdinal(District, other.District);
        if (order == 0)
            order = string.CompareOrdinal(Category, other.Category);
        return order != 0 ? order : string.CompareOrdinal(CategoryGroup, other.CategoryGroup);
    }

    /// <summary>A text that no other series of the same split has.</summary>
    public override string ToString() => District is null ? City ?? Category ?? CategoryGroup ?? "" : $"{City}/{District}";
}

/// <summary>One series of counts.</summary>
/// <param name="Key">What it is of.</param>
/// <param name="Counts">
/// A count for every step of the period, zero where nothing was counted; in the order of <see cref="TrendReader.Steps"/>.
/// </param>
public sealed record CountSeries(SeriesKey Key, long[] Counts);
