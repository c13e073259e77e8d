using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>Settings of what is sent to other systems; configuration section <c>Feeds</c>.</summary>
public sealed class FeedSettings
{
    /// <summary>
    /// The domain name of this installation, by which its messages are globally unique: the sender of CAP and the element and agency of
    /// EIDO; default <c>incidents.invalid</c>, which no receiver can take for another one.
    /// </summary>
    public string Domain { get; set; } = "incidents.invalid";

    /// <summary>Name of the centre in words, as the sender of CAP; default <c>Incidents</c>.</summary>
    public string Centre { get; set; } = "Incidents";

    /// <summary>
    /// Networks outside of the public Internet that addresses of receivers may lead to, as <c>10.20.0.0/16</c>, with <c>;</c> between;
    /// default none.
    /// </summary>
    public string? Networks { get; set; }

    /// <summary>Whether a receiver in one of these networks may have an address with <c>http</c>; default false.</summary>
    public bool AllowsHttp { get; set; }

    /// <summary>How often the outbox is looked at while nothing is on its way, default 0.25 s; zero sends nothing on this host.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time until a message that was not taken is sent again, default 1 s; it doubles with each try.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two tries, default 10 minutes.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a message is tried before it becomes a dead letter, default 1 day.</summary>
    public TimeSpan GivesUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a receiver has to answer, default 10 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most connections of EIDO receivers to this host at once, default 100.</summary>
    public int MostConnections { get; set; } = 100;

    /// <summary>How long a message belongs to the host that took it from the outbox: longer than it can be on its way.</summary>
    internal Duration Lease => Duration.FromTimeSpan(Patience * 2) + Duration.FromSeconds(30);
}
