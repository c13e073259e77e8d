using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Checks of mutations' arguments that need the cities or the clock; every other check is the command's own.</summary>
/// <remarks>The rules and codes are those by which reports are refused.</remarks>
internal sealed class CommandInput(Cities cities, IClock clock)
{
    /// <summary>Refuses with the first fault found, if any.</summary>
    /// <exception cref="RefusedException">There is a fault.</exception>
    public static void Check(Refusal? fault)
    {
        if (fault is not null)
            throw new RefusedException(fault);
    }

    /// <summary>Refuses a place that an event could not keep, or whose city is not known here.</summary>
    /// <exception cref="RefusedException">The place is at fault.</exception>
    public void CheckPlace(Place place, string argument)
    {
        Check(place.Check(argument));
        CheckCity(place.City, $"{argument}.city");
    }

    /// <summary>Refuses a city that is no code, or not known here.</summary>
    /// <exception cref="RefusedException">The city is not known.</exception>
    public void CheckCity(string city, string argument)
    {
        Check(Texts.City.Check(city, argument));
        if (!cities.TryGetZone(city, out _))
            Check(Refusals.CityUnknown(city, argument));
    }

    /// <summary>A moment by the clocks of a city, or null where none is given.</summary>
    /// <exception cref="RefusedException">Nothing can have happened then.</exception>
    public OffsetDateTime? Moment(Instant? moment, string? city, string argument = "occurredAt")
    {
        if (moment is not { } given)
            return null;
        CheckMoment(given, argument);
        return cities.Local(given, city);
    }

    /// <summary>The present moment by the clocks of a city.</summary>
    public OffsetDateTime Now(string city) => cities.Local(clock.GetCurrentInstant(), city);

    /// <summary>The beginning of the unit in which a moment lies, by the clocks of a city; null where none is given.</summary>
    /// <exception cref="RefusedException">Nothing can have happened then.</exception>
    public OffsetDateTime? Beginning(Instant? moment, string? city, TimePrecision precision, string argument = "occurredAt") =>
        Moment(moment, city, argument) is { } given ? TimeUnits.Beginning(given, precision, cities.ZoneOf(city)) : null;

    /// <summary>The beginning of a day by the clocks of a city.</summary>
    public Instant StartOf(LocalDate day, string city) => cities.ZoneOf(city).AtStartOfDay(day).ToInstant();

    /// <summary>The same time by the clocks of another city: the same moment, or the same local day, month or year.</summary>
    public Instant Moved(OffsetDateTime beginning, TimePrecision precision, string? city) =>
        precision.HasHour()
            ? beginning.ToInstant()
            : Cities.Resolve(TimeUnits.Beginning(beginning.LocalDateTime, precision), cities.ZoneOf(city)).ToInstant();

    /// <summary>Refuses a moment at which nothing can have happened.</summary>
    /// <exception cref="RefusedException">The moment is at fault.</exception>
    public void CheckMoment(Instant moment, string argument = "occurredAt") =>
        Check(EventTime.Check(moment, clock.GetCurrentInstant(), argument));
}
