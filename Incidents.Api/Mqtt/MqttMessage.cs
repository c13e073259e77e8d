using Incidents.Api.Dialects;

namespace Incidents.Api.Mqtt;

/// <summary>A message on its way from the broker to the store and back as an acknowledgement.</summary>
/// <param name="topic">Its topic.</param>
/// <param name="content">The message.</param>
/// <param name="since">The time provider's timestamp of its arrival.</param>
/// <param name="acknowledge">Acknowledges it on the connection that it came by.</param>
/// <param name="length">Bytes of memory that it takes, about.</param>
internal sealed class MqttMessage(string topic, DialectMessage content, long since, Func<CancellationToken, Task> acknowledge, long length)
{
    public string Topic => topic;
    public DialectMessage Content => content;
    public long Since => since;
    public long Length => length;

    /// <summary>Whether it is committed or kept, and may be acknowledged.</summary>
    public bool IsDone { get; set; }

    /// <summary>How often it failed by itself, which is a fault of this program.</summary>
    public int Failures { get; set; }

    public Task Acknowledge(CancellationToken cancellation) => acknowledge(cancellation);
}
