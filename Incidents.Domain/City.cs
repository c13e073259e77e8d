using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Incidents.Domain;

/// <summary>A city of the programme, or one whose register was imported.</summary>
/// <param name="Code">Short code in lower case, e.g. <c>karaganda</c>.</param>
/// <param name="Zone">IANA time-zone name: days and hours of its incidents are local to it.</param>
/// <param name="NameKk">Name in Kazakh, or null.</param>
/// <param name="NameRu">Name in Russian, or null.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Bounds">A rectangle around its built-up area, or null.</param>
/// <param name="Population">Residents, or null where not known.</param>
/// <param name="Regions">The regions that it belonged to, oldest first; empty for an imported city.</param>
/// <param name="Residents">How many residents it had when, oldest first; what rates are per. Empty where not known.</param>
public sealed record City(
    string Code, string Zone, string NameEn, string? NameRu = null, string? NameKk = null,
    GeoBounds? Bounds = null, int? Population = null, IReadOnlyList<RegionMembership>? Regions = null,
    IReadOnlyList<ResidentCount>? Residents = null)
{
    /// <summary>
    /// The figure that holds on a day: the latest one of that day or before, the earliest one where there is none; null where none is
    /// known.
    /// </summary>
    public ResidentCount? ResidentsOn(LocalDate day) => Residents is not { Count: > 0 } figures ? null
        : figures.Where(r => DayOf(r) <= day).MaxBy(DayOf) ?? figures.MinBy(DayOf);

    private static LocalDate DayOf(ResidentCount count) => count.On ?? LocalDate.MinIsoValue;
}

/// <summary>A count of residents.</summary>
/// <param name="Count">How many, positive.</param>
/// <param name="Source">Who counted them, or where it is published.</param>
/// <param name="On">The day on which they were counted, or null where the source gives none.</param>
public sealed record ResidentCount(int Count, string Source, LocalDate? On = null);

/// <summary>A time during which a city belonged to a region.</summary>
/// <param name="Region">The region's code.</param>
/// <param name="From">First day, or null for as long as the records go.</param>
/// <param name="Until">First day on which it no longer did, or null while it still does.</param>
public sealed record RegionMembership(string Region, LocalDate? From = null, LocalDate? Until = null);

/// <summary>The cities known to this installation and their clocks.</summary>
public sealed class Cities(IEnumerable<City> cities)
{
    private readonly ConcurrentDictionary<string, (City City, DateTimeZone Zone)> byCode =
        new(cities.Select(c => KeyValuePair.Create(c.Code, (c, DateTimeZoneProviders.Tzdb[c.Zone]))), StringComparer.Ordinal);

    /// <summary>All cities, by code.</summary>
    public IEnumerable<City> All => byCode.Values.Select(c => c.City).OrderBy(c => c.Code, StringComparer.Ordinal);

    /// <summary>The time zones of all cities, and the region's.</summary>
    public IEnumerable<DateTimeZone> Zones => byCode.Values.Select(c => c.Zone).Append(RegionZone).Distinct();

    /// <summary>Adds a city; false where its code is taken, by itself or another.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">There is no such time zone.</exception>
    public bool Declare(City city) => byCode.TryAdd(city.Code, (city, DateTimeZoneProviders.Tzdb[city.Zone]));

    /// <summary>The city with this code, or null.</summary>
    public City? Find(string code) => byCode.TryGetValue(code, out var found) ? found.City : null;

    /// <summary>The time zone of the city with this code.</summary>
    public bool TryGetZone(string code, [NotNullWhen(true)] out DateTimeZone? zone)
    {
        zone = byCode.TryGetValue(code, out var found) ? found.Zone : null;
        return zone is not null;
    }

    /// <summary>The time zone of the city with this code. A city that is not known has the region's.</summary>
    public DateTimeZone ZoneOf(string? city) => city is not null && TryGetZone(city, out var known) ? known : RegionZone;

    /// <summary>The instant as the city's clocks show it, to the microsecond. A city that is not known has the region's clocks.</summary>
    public OffsetDateTime Local(Instant instant, string? city) => Microseconds(instant).InZone(ZoneOf(city)).ToOffsetDateTime();

    /// <summary>
    /// A local time as an instant: the earlier of two where clocks were set back, shifted forward by the gap where they were set
    /// ahead (in Chicago 02:30 on 14 March 2010 never was; it becomes 03:30).
    /// </summary>
    public static OffsetDateTime Resolve(LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local, Resolvers.LenientResolver).ToOffsetDateTime();

    /// <summary>
    /// The local time at which something ended as an instant: the later of two where clocks were set back, otherwise as
    /// <see cref="Resolve"/>.
    /// </summary>
    public static OffsetDateTime ResolveEnd(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, Later).ToOffsetDateTime();

    /// <summary>Cuts what PostgreSQL would not keep; also before 1970 the result is not later than the instant.</summary>
    public static Instant Microseconds(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % 10 + 10) % 10);
    }

    private static readonly ZoneLocalMappingResolver Later =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private static readonly DateTimeZone RegionZone = DateTimeZoneProviders.Tzdb["Asia/Almaty"];
}
