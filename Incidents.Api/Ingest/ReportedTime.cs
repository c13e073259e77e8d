using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Ingest;

/// <summary>A time as a report gives it: with an offset, or local to its city, or unreadable (kept as written, for the refusal).</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct ReportedTime
{
    private ReportedTime(OffsetDateTime? moment, LocalDateTime? local, string? unreadable) =>
        (Moment, Local, Unreadable) = (moment, local, unreadable);

    /// <summary>The moment, where the report gives an offset or Z.</summary>
    public OffsetDateTime? Moment { get; }

    /// <summary>The local time, where it gives none.</summary>
    public LocalDateTime? Local { get; }

    /// <summary>The text, where it is neither.</summary>
    public string? Unreadable { get; }

    /// <summary>How precisely it is given. Moment or local time are then the beginning of the hour, day, month or year.</summary>
    /// <remarks>
    /// An offset belongs to hours and finer times: a day, month or year is one of the city's calendar, whatever its offset.
    /// </remarks>
    public TimePrecision Precision { get; init; }

    /// <summary>The time as written, without its offset.</summary>
    internal LocalDateTime Calendar => Local ?? Moment!.Value.LocalDateTime;

    /// <summary>A moment.</summary>
    public static ReportedTime At(OffsetDateTime moment) => new(moment, null, null);

    /// <summary>A local time of the report's city.</summary>
    public static ReportedTime LocalAt(LocalDateTime local) => new(null, local, null);

    /// <summary>Reads ISO 8601; how precise the time is, follows from the parts that it has.</summary>
    public static ReportedTime Parse(string text)
    {
        if (LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true } local)
            return LocalAt(local.Value);
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } moment)
            return At(moment.Value);
        // Also offsets with seconds, as old local mean times have them.
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } extended)
            return At(extended.Value);
        if (MomentToTheMinute.Parse(text) is { Success: true } brief)
            return At(brief.Value);
        if (ToTheMinute.Parse(text) is { Success: true } minute)
            return LocalAt(minute.Value);
        return ParseUnit(text) ?? new(null, null, text);
    }

    // An offset belongs to hours and finer times: a day, month or year is one of the city's calendar.
    private static ReportedTime? ParseUnit(string text) => text.Length switch
    {
        // An hour 24 would be the next day's first.
        >= 13 when text.AsSpan(11, 2) is "24" => null,
        4 when YearPattern.Parse(text) is { Success: true, Value: var year } => Unit(year, TimePrecision.Year),
        7 when MonthPattern.Parse(text) is { Success: true, Value: var month } => Unit(month, TimePrecision.Month),
        10 when LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } => Unit(day, TimePrecision.Day),
        13 when LocalHour.Parse(text) is { Success: true, Value: var local } => LocalAt(local) with { Precision = TimePrecision.Hour },
        > 13 when MomentHour.Parse(text) is { Success: true, Value: var moment } => At(moment) with { Precision = TimePrecision.Hour },
        _ => null,
    };

    private static ReportedTime Unit(LocalDate first, TimePrecision precision) =>
        LocalAt(first.AtMidnight()) with { Precision = precision };

    private static readonly LocalDatePattern YearPattern = LocalDatePattern.CreateWithInvariantCulture("uuuu");

    private static readonly LocalDatePattern MonthPattern = LocalDatePattern.CreateWithInvariantCulture("uuuu'-'MM");

    private static readonly LocalDateTimePattern LocalHour = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH");

    private static readonly OffsetDateTimePattern MomentHour = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HHo<G>");

    private static readonly OffsetDateTimePattern MomentToTheMinute = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mmo<G>");

    private static readonly LocalDateTimePattern ToTheMinute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    private sealed class Converter : JsonConverter<ReportedTime>
    {
        public override ReportedTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // The framework's own parser is many times faster than a pattern and covers nearly every sender; what it would
            // guess at (a time without offset) is not passed to it.
            if (reader.TokenType != JsonTokenType.String)
                return new(null, null, JsonDocument.ParseValue(ref reader).RootElement.GetRawText());
            if (HasOffset(reader) && reader.TryGetDateTimeOffset(out var fast))
                return At(OffsetDateTime.FromDateTimeOffset(fast));
            return Parse(reader.GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, ReportedTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value switch
            {
                { Unreadable: { } text } => text,
                { Precision: TimePrecision.Hour, Moment: { } moment } => MomentHour.Format(moment),
                { Precision: TimePrecision.Hour, Local: { } local } => LocalHour.Format(local),
                { Precision: TimePrecision.Day } => LocalDatePattern.Iso.Format(value.Calendar.Date),
                { Precision: TimePrecision.Month } => MonthPattern.Format(value.Calendar.Date),
                { Precision: TimePrecision.Year } => YearPattern.Format(value.Calendar.Date),
                { Moment: { } moment } => OffsetDateTimePattern.ExtendedIso.Format(moment),
                { Local: { } local } => LocalDateTimePattern.ExtendedIso.Format(local),
                _ => null,
            });

        private static bool HasOffset(Utf8JsonReader reader)
        {
            if (reader.HasValueSequence || reader.ValueIsEscaped)
                return false;
            var text = reader.ValueSpan;
            return text.Length > 19 && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');
        }
    }
}
