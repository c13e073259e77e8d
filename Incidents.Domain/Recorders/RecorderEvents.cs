using NodaTime;

namespace Incidents.Domain.Recorders;

/// <summary>The speeds of a recorder have moved away from those of its neighbours: what it captures is held until it was checked.</summary>
/// <param name="DeviceId">The recorder.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="DriftKmPerHour">
/// By how much its speeds are above what was usual against its neighbours; negative where they are below.
/// </param>
/// <param name="Captures">Number of captures since about which they have been.</param>
/// <param name="Neighbours">Number of recorders that it was compared with.</param>
/// <param name="OccurredAt">When the capture was made that showed it.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record RecorderSuspected(
    string DeviceId, Place Place, double DriftKmPerHour, int Captures, int Neighbours, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning
{
    string IStreamBeginning.StreamType => "recorder";
}

/// <summary>A recorder was checked: what it captures from now on is fined again, and what is usual of it is learned anew.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Reason code, e.g. <c>verified</c>, <c>recalibrated</c>, <c>limit-changed</c>.</param>
/// <param name="DeviceId">The recorder.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record RecorderCleared(
    string By, string Reason, string DeviceId, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>Whether a recorder is under suspicion.</summary>
/// <param name="DeviceId">The recorder.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="SuspectedAt">Since when; null where it is not.</param>
/// <param name="DriftKmPerHour">By how much its speeds have moved; null where it is not under suspicion.</param>
public sealed record RecorderSuspicion(string DeviceId, Place Place, OffsetDateTime? SuspectedAt, double? DriftKmPerHour)
    : StreamState, IState<RecorderSuspicion>
{
    /// <summary>The stream of a recorder.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">Its device id.</param>
    public static Guid StreamOf(string city, string deviceId) => Identity.Stream("recorder", city, deviceId);

    /// <inheritdoc/>
    public static RecorderSuspicion? Evolve(RecorderSuspicion? state, object @event) => (state, @event) switch
    {
        (_, RecorderSuspected e) => new(e.DeviceId, e.Place, e.OccurredAt, e.DriftKmPerHour),
        ({ } recorder, RecorderCleared) => recorder with { SuspectedAt = null, DriftKmPerHour = null },
        _ => state,
    };
}
