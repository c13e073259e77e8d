namespace Incidents.Api.Mqtt;

/// <summary>The MQTT broker whose messages the host takes; configuration section <c>Mqtt</c>.</summary>
public sealed class MqttSettings
{
    /// <summary>Name or address of the broker; null for none, or for the embedded one where demo data are simulated.</summary>
    public string? Host { get; set; }

    /// <summary>Port of the broker; 0, the default, for 1883, or 8883 with <see cref="Tls"/>.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The id under which the broker keeps what this host has not acknowledged. Required with <see cref="Host"/>: the same after every
    /// start, and another one for each host.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// The group of hosts that share the messages, where the broker has shared subscriptions; null, the default, where each host takes
    /// them all. Mosquitto forgets shared subscriptions when it stops, and with them what is published before the hosts are back.
    /// </summary>
    public string? Group { get; set; }

    /// <summary>User at the broker, or null.</summary>
    public string? User { get; set; }

    /// <summary>The user's password, or null.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the connection is encrypted, default false.</summary>
    public bool Tls { get; set; }

    /// <summary>File with the certificates (PEM) that the broker's own is checked against; null for those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>File of the certificate (PEM) by which the host identifies itself, or null.</summary>
    public string? Certificate { get; set; }

    /// <summary>File of that certificate's key (PEM); null where the certificate's file contains it.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>How long the broker keeps messages for a host that is away, default 30 days.</summary>
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Most messages that the broker sends ahead of their acknowledgements, 1 to 65,535, default 2,000.</summary>
    public int MostInFlight { get; set; } = 2_000;

    /// <summary>
    /// Most bytes of messages that wait for the store, at least 1 MiB, default 64 MiB: the broker is asked for what is beyond them when
    /// these are taken.
    /// </summary>
    public long MostBytes { get; set; } = 64 << 20;

    /// <summary>Longest pause before the next attempt to connect, default 30 s.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Port of the embedded broker on 127.0.0.1, default 1883; where it is taken, or 0, any free one.</summary>
    public int EmbeddedPort { get; set; } = 1883;

    /// <summary>
    /// Which of Frigate's messages are taken on the topics of the product, <c>events</c> (the default) or <c>reviews</c>: they are the same
    /// alerts, and both would count them twice.
    /// </summary>
    public string Frigate { get; set; } = "events";

    /// <summary>What is subscribed to; null for the topics of the product, <c>incidents/{city}/{dialect}/{device}/#</c>.</summary>
    public MqttSubscriptionSettings[]? Subscriptions { get; set; }
}

/// <summary>One subscription, for a broker with topics of its own.</summary>
/// <remarks>
/// A level of the filter that is <c>{name}</c> matches any text. The other settings may contain <c>{name}</c>, which stands for that text.
/// </remarks>
public sealed class MqttSubscriptionSettings
{
    /// <summary>The filter, e.g. <c>frigate/{site}/events</c>; <c>+</c> and <c>#</c> as in MQTT.</summary>
    public string? Filter { get; set; }

    /// <summary>The dialect, default <c>{dialect}</c>.</summary>
    public string? Dialect { get; set; }

    /// <summary>Code of the city, default <c>{city}</c>.</summary>
    public string? City { get; set; }

    /// <summary>The device; default <c>{device}</c> where the filter has it, else the payload names it.</summary>
    public string? DeviceId { get; set; }

    /// <summary>The sending system, default <c>mqtt</c>.</summary>
    public string? Source { get; set; }

    /// <summary>What <c>#</c> may match, e.g. <c>events</c>; the rest is acknowledged and ignored. Null for everything.</summary>
    public string[]? Only { get; set; }
}
