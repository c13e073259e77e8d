using System.Collections.Frozen;
using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>How important a street is for the town: its maintenance is due the sooner.</summary>
public enum StreetClass
{
    /// <summary>A main street of the town, with its buses.</summary>
    Main,

    /// <summary>A street of a district.</summary>
    District,

    /// <summary>A street of residents, a yard, a path.</summary>
    Local,
}

/// <summary>A season by which hours differ.</summary>
public enum UpkeepSeason
{
    /// <summary>The months of winter.</summary>
    Winter,

    /// <summary>The other months.</summary>
    Summer,
}

/// <summary>Within how many hours something has to be put right.</summary>
/// <param name="StreetClass">On streets of which class.</param>
/// <param name="Hours">The hours, positive.</param>
/// <param name="Season">In which season it was observed; null for both.</param>
/// <param name="InWorkingHours">Whether only working hours count; else all hours do.</param>
/// <param name="From">First local day of observations for which it holds; null from the beginning of the records.</param>
/// <param name="Until">First local day for which it no longer does; null while it still does.</param>
public sealed record UpkeepTerm(
    StreetClass StreetClass, int Hours, UpkeepSeason? Season = null, bool InWorkingHours = false, LocalDate? From = null,
    LocalDate? Until = null)
{
    /// <summary>The most hours: a year.</summary>
    public const int MostHours = 8_784;

    /// <summary>Whether it holds on this day.</summary>
    public bool Holds(LocalDate day) => (From is not { } from || day >= from) && (Until is not { } until || day < until);
}

/// <summary>A kind of thing that is observed of municipal property.</summary>
/// <param name="Code">Category code, e.g. <c>snow-uncleared</c>; its names are those of the category.</param>
/// <param name="JoinMetres">Within how many metres of an open task a further observation is the same thing; 0 for never.</param>
/// <param name="Terms">Within how many hours it has to be put right; of several that hold the first counts.</param>
public sealed record UpkeepKind(string Code, double JoinMetres, IReadOnlyList<UpkeepTerm> Terms)
{
    /// <summary>The greatest <see cref="JoinMetres"/>.</summary>
    public const double MostJoinMetres = 500;
}

/// <summary>The class of a street in a time.</summary>
/// <param name="City">City code.</param>
/// <param name="Street">Its name, as sources write it; upper and lower case, and the Kazakh letters, are compared loosely.</param>
/// <param name="Class">Its class.</param>
/// <param name="From">First local day; null from the beginning of the records.</param>
/// <param name="Until">First local day on which it no longer is; null while it still is.</param>
public sealed record ClassedStreet(string City, string Street, StreetClass Class, LocalDate? From = null, LocalDate? Until = null)
{
    /// <summary>Whether it holds on this day.</summary>
    public bool Holds(LocalDate day) => (From is not { } from || day >= from) && (Until is not { } until || day < until);
}

/// <summary>The kinds of upkeep, their hours, the working calendar and the classes of streets, of every date.</summary>
public sealed class UpkeepRules
{
    private readonly FrozenDictionary<string, UpkeepKind> kinds;
    private readonly FrozenDictionary<(string City, string Street), ClassedStreet[]> streets;
    private readonly FrozenSet<int> winter;

    /// <summary>Takes the rules in any order.</summary>
    /// <param name="kinds">The kinds, each once.</param>
    /// <param name="calendar">Working days and hours.</param>
    /// <param name="winterMonths">Numbers of the months of winter, 1 to 12.</param>
    /// <param name="streets">The classed streets.</param>
    public UpkeepRules(
        IEnumerable<UpkeepKind> kinds, WorkingCalendar calendar, IEnumerable<int> winterMonths, IEnumerable<ClassedStreet> streets)
    {
        this.kinds = kinds.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);
        this.streets = streets.GroupBy(street => (street.City, FoldedText.Joined(street.Street)))
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        winter = winterMonths.ToFrozenSet();
        Calendar = calendar;
    }

    /// <summary>All kinds, by code.</summary>
    public IEnumerable<UpkeepKind> Kinds => kinds.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>Working days and hours.</summary>
    public WorkingCalendar Calendar { get; }

    /// <summary>The kind of a code, or null.</summary>
    public UpkeepKind? Find(string code) => kinds.GetValueOrDefault(code);

    /// <summary>The class of the street of a place on a day; null where its street is not classed.</summary>
    /// <remarks>A street is named alone, or with a house after a comma: <c>Bukhar Zhyrau, 12</c>.</remarks>
    /// <param name="place">The place.</param>
    /// <param name="day">The local day.</param>
    public StreetClass? ClassOf(Place place, LocalDate day)
    {
        if (place.Street is not { } street)
            return null;
        var comma = street.LastIndexOf(',');
        return Of(street) ?? (comma > 0 ? Of(street[..comma]) : null);

        StreetClass? Of(string name) => streets.TryGetValue((place.City, FoldedText.Joined(name)), out var lines)
            ? Array.Find(lines, line => line.Holds(day))?.Class
            : null;
    }

    /// <summary>The season of a day.</summary>
    public UpkeepSeason SeasonOf(LocalDate day) => winter.Contains(day.Month) ? UpkeepSeason.Winter : UpkeepSeason.Summer;

    /// <summary>By when something has to be put right; null where no hours are known for it.</summary>
    /// <remarks>
    /// The hours run from the observation. The clock is that of the observation: where the city changes its offset meanwhile, working
    /// hours stay those of the offset before.
    /// </remarks>
    /// <param name="kind">Code of the kind.</param>
    /// <param name="streetClass">Class of the street; null where it is not known, which counts as <see cref="StreetClass.Local"/>.</param>
    /// <param name="observed">When it was observed, by the city's clock.</param>
    public OffsetDateTime? Deadline(string kind, StreetClass? streetClass, OffsetDateTime observed)
    {
        var (day, of) = (observed.Date, streetClass ?? StreetClass.Local);
        var season = SeasonOf(day);
        var term = Find(kind)?.Terms.FirstOrDefault(
            t => t.StreetClass == of && t.Holds(day) && (t.Season is not { } only || only == season));
        return term is null ? null
            : term.InWorkingHours ? Calendar.After(observed, Duration.FromHours(term.Hours))
            : observed.Plus(Duration.FromHours(term.Hours));
    }
}
