using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Makes moments of the times of a report.</summary>
/// <param name="zone">The zone of the report's city.</param>
/// <param name="now">The present moment.</param>
internal readonly struct ReportTimes(DateTimeZone zone, Instant now)
{
    /// <summary>The moment, or the beginning of the hour, day, month or year; false with the refusal.</summary>
    /// <param name="reported">The time, or null.</param>
    /// <param name="field">The field that gives it.</param>
    /// <param name="required">Whether it has to be given.</param>
    /// <param name="time">The moment by the city's clocks; null where none is given.</param>
    /// <param name="refusal">The rule broken, where the answer is false.</param>
    public bool TryBeginning(ReportedTime? reported, string field, bool required, out OffsetDateTime? time, out Refusal? refusal)
    {
        time = null;
        if (reported is not { } given)
        {
            refusal = required ? new(ErrorCode.TimeMissing, $"'{field}' is missing.", field) : null;
            return refusal is null;
        }
        refusal = Check(given, field);
        if (refusal is not null)
            return false;
        var beginning = Beginning(given);
        // What began may have happened at any time of its unit, which may not be over yet.
        if (beginning.ToInstant() > now + EventTime.ClockSkew)
        {
            refusal = EventTime.InFuture(field);
            return false;
        }
        // The sender's offset says how its clock was set; days and hours are the city's.
        time = Cities.Microseconds(beginning.ToInstant()).InZone(zone).ToOffsetDateTime();
        return true;
    }

    /// <summary>The moment, or the end of the hour, day, month or year; false with the refusal.</summary>
    /// <param name="reported">The time, or null.</param>
    /// <param name="field">The field that gives it.</param>
    /// <param name="time">The moment by the city's clocks; null where none is given.</param>
    /// <param name="refusal">The rule broken, where the answer is false.</param>
    public bool TryEnd(ReportedTime? reported, string field, out OffsetDateTime? time, out Refusal? refusal)
    {
        if (!TryBeginning(reported, field, required: false, out time, out refusal))
            return false;
        if (time is not { } beginning)
            return true;
        // An end that the clocks showed twice is the later one.
        time = reported is { Precision: TimePrecision.Minute, Local: { } local }
            ? Cities.Microseconds(Cities.ResolveEnd(local, zone).ToInstant()).InZone(zone).ToOffsetDateTime()
            : TimeUnits.End(beginning, reported!.Value.Precision, zone);
        return true;
    }

    private Refusal? Check(ReportedTime given, string field)
    {
        if (given.Unreadable is { } text)
            return new(ErrorCode.TimeMalformed, $"'{field}' is not ISO 8601: {ReportInterpreter.Beginning(text)}", field);
        // Before any arithmetic: at the ends of the calendar it has no result.
        return given.Calendar.Year < EventTime.EarliestYear ? EventTime.TooEarly(field)
            : given.Calendar.Year > now.InUtc().Year + 1 ? EventTime.InFuture(field)
            : null;
    }

    private OffsetDateTime Beginning(ReportedTime given) => given switch
    {
        { Precision: TimePrecision.Minute, Moment: { } moment } => moment,
        { Moment: { } moment } => TimeUnits.Beginning(moment, given.Precision, zone),
        _ => Cities.Resolve(TimeUnits.Beginning(given.Calendar, given.Precision), zone),
    };
}
