using System.Runtime.InteropServices;
using NodaTime;

namespace Incidents.Api.Hearing;

/// <summary>When a device was heard since this was last kept.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="First">When the first message came.</param>
/// <param name="Last">When the last one came.</param>
/// <param name="Count">Number of messages.</param>
internal readonly record struct HeardDevice(string City, string DeviceId, Instant First, Instant Last, int Count);

/// <summary>The devices that this host has heard and not kept yet; <see cref="HearingService"/> keeps them every few seconds.</summary>
/// <remarks>
/// What counts is when a message came, by the host's clock: what a device claims may be of another day. Signs of life are no events, so
/// a host that is killed loses those of a few seconds.
/// </remarks>
/// <param name="clock">The host's clock.</param>
internal sealed class HeardDevices(IClock clock)
{
    /// <summary>More devices than these at a time are not remembered, unless they are registered: a sender invents ids.</summary>
    public const int MostDevices = 20_000;

    /// <summary>What claims an earlier time than this ago waited on its way, and shows nothing of the device's present.</summary>
    public static readonly Duration Recent = Duration.FromMinutes(10);

    /// <summary>What claims an earlier time than this ago did not wait: its clock was never set.</summary>
    public static readonly Duration LongestWait = Duration.FromDays(30);

    /// <summary>Messages that follow each other within this time are one sign: they come out of a queue, or tell of one thing.</summary>
    public static readonly Duration Burst = Duration.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<(string City, string DeviceId), (Instant First, Instant Last, int Count)> heard = [];

    /// <summary>The registered devices, as far as they are known here: these are always remembered.</summary>
    public IReadOnlySet<(string City, string DeviceId)> Registered { get; set; } = new HashSet<(string City, string DeviceId)>();

    /// <summary>Number of messages that were not remembered since the last call.</summary>
    public int TakeForgotten() => Interlocked.Exchange(ref forgotten, 0);

    private int forgotten;

    /// <summary>A message of a device has come now.</summary>
    /// <param name="city">City code, which is known here.</param>
    /// <param name="deviceId">The device.</param>
    public void Hear(string city, string deviceId) => Add(new(city, deviceId, clock.GetCurrentInstant(), clock.GetCurrentInstant(), 1));

    /// <summary>A message of a device has come now, unless it waited on its way.</summary>
    /// <param name="city">City code, which is known here.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="occurredAt">The time that it claims.</param>
    public void Hear(string city, string deviceId, Instant occurredAt)
    {
        var late = clock.GetCurrentInstant() - occurredAt;
        if (late <= Recent || late > LongestWait)
            Hear(city, deviceId);
    }

    /// <summary>What was heard since the last call.</summary>
    public IReadOnlyList<HeardDevice> Take()
    {
        lock (gate)
        {
            HeardDevice[] taken =
                [.. heard.Select(h => new HeardDevice(h.Key.City, h.Key.DeviceId, h.Value.First, h.Value.Last, h.Value.Count))];
            heard = [];
            return taken;
        }
    }

    /// <summary>Gives back what could not be kept.</summary>
    public void Return(IReadOnlyList<HeardDevice> taken)
    {
        foreach (var device in taken)
            Add(device);
    }

    private void Add(in HeardDevice device)
    {
        lock (gate)
        {
            var key = (device.City, device.DeviceId);
            if (heard.Count >= MostDevices && !heard.ContainsKey(key) && !Registered.Contains(key))
            {
                forgotten++;
                return;
            }
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(heard, key, out var isKnown);
            known = !isKnown ? (device.First, device.Last, device.Count)
                : (Instant.Min(known.First, device.First), Instant.Max(known.Last, device.Last),
                    known.Count + device.Count - (IsOneSign(known.First, known.Last, device) ? 1 : 0));
        }
    }

    private static bool IsOneSign(Instant first, Instant last, in HeardDevice device) =>
        device.First <= last + Burst && device.Last >= first - Burst;
}
