using System.Diagnostics.Metrics;

namespace Incidents.Api.Mqtt;

/// <summary>What this host has taken from its broker since it started, also as OpenTelemetry instruments.</summary>
internal sealed class MqttMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Incidents.Mqtt";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> messages;
    private readonly Counter<long> acknowledgements;
    private readonly Counter<long> deadLetters;
    private readonly Counter<long> connections;
    private readonly Counter<long> drops;
    private readonly Counter<long> ignores;
    private readonly TimeProvider time;
    private long received;
    private long acknowledged;
    private long refused;
    private long connected;
    private long dropped;
    private long ignored;
    private long waiting;
    private long oldest;

    public MqttMetrics(TimeProvider time)
    {
        this.time = time;
        messages = meter.CreateCounter<long>("incidents.mqtt.messages", "{message}", "Messages received from the broker.");
        acknowledgements = meter.CreateCounter<long>("incidents.mqtt.acknowledged", "{message}", "Messages acknowledged to the broker.");
        deadLetters = meter.CreateCounter<long>("incidents.mqtt.dead_letters", "{message}", "Messages kept as dead letters.");
        connections = meter.CreateCounter<long>("incidents.mqtt.connections", "{connection}", "Connections made to the broker.");
        drops = meter.CreateCounter<long>("incidents.mqtt.dropped", "{message}", "Messages of QoS 0 that were too many.");
        ignores = meter.CreateCounter<long>("incidents.mqtt.ignored", "{message}", "Messages on topics that nobody wants.");
        meter.CreateObservableGauge("incidents.mqtt.waiting", () => Waiting, "{message}", "Messages received and not acknowledged.");
        meter.CreateObservableGauge("incidents.mqtt.lag", () => LagSeconds, "s", "Age of the oldest message that is not acknowledged.");
    }

    /// <summary>Messages received.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <summary>Messages acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Messages of which at least one report is a dead letter.</summary>
    public long DeadLetters => Interlocked.Read(ref refused);

    /// <summary>Connections that were made: each after the first is a reconnection.</summary>
    public long Connections => Interlocked.Read(ref connected);

    /// <summary>Messages of QoS 0 that were dropped.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Messages that were acknowledged and ignored, by the topic that they came on.</summary>
    public long Ignored => Interlocked.Read(ref ignored);

    /// <summary>Messages received and not acknowledged.</summary>
    public long Waiting => Interlocked.Read(ref waiting);

    /// <summary>Age of the oldest message that is not acknowledged, in seconds; 0 where none waits.</summary>
    public double LagSeconds => Interlocked.Read(ref oldest) is var since && since == 0 ? 0 : time.GetElapsedTime(since).TotalSeconds;

    public void Receive()
    {
        Interlocked.Increment(ref received);
        messages.Add(1);
    }

    public void Acknowledge()
    {
        Interlocked.Increment(ref acknowledged);
        acknowledgements.Add(1);
    }

    public void Refuse()
    {
        Interlocked.Increment(ref refused);
        deadLetters.Add(1);
    }

    public void Connect()
    {
        Interlocked.Increment(ref connected);
        connections.Add(1);
    }

    public void Drop()
    {
        Interlocked.Increment(ref dropped);
        drops.Add(1);
    }

    public void Ignore(int count)
    {
        Interlocked.Add(ref ignored, count);
        ignores.Add(count);
    }

    /// <summary>Records what waits.</summary>
    /// <param name="count">How many messages.</param>
    /// <param name="since">The time provider's timestamp of the oldest; 0 where none waits.</param>
    public void Wait(int count, long since)
    {
        Interlocked.Exchange(ref waiting, count);
        Interlocked.Exchange(ref oldest, since);
    }

    public void Dispose() => meter.Dispose();
}
