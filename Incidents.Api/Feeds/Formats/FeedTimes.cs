using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Feeds.Formats;

/// <summary>Moments as the formats write them.</summary>
internal static class FeedTimes
{
    private static readonly OffsetDateTimePattern Seconds =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <summary>RFC 3339, with the fraction of a second that it has.</summary>
    public static string Rfc3339(OffsetDateTime moment) => OffsetDateTimePattern.Rfc3339.Format(moment);

    /// <summary>As CAP writes it (3.3.2): whole seconds and a numeric offset, which is -00:00 for UTC.</summary>
    public static string Cap(OffsetDateTime moment)
    {
        var text = Seconds.Format(moment);
        return moment.Offset == Offset.Zero ? $"{text[..^6]}-00:00" : text;
    }
}
