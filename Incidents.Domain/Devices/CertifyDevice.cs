using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A certificate of a device is entered; one of the same number is replaced.</summary>
/// <param name="StreamId">The device.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record CertifyDevice(
    Guid StreamId, DeviceCertificate Certificate, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Device>
{
    /// <inheritdoc/>
    public Refusal? Check() => Certificate.Check("certificate");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { Retired: true } => RetireDevice.AlreadyRetired,
            _ when at.IsInFuture(now) => Refusals.ImpossibleTime,
            _ when state.Certificates.Contains(Certificate) => Decision.Unchanged,
            _ => Decision.Of(new DeviceCertified(state.DeviceId, state.Place, Certificate, at, now)),
        };
    }
}
