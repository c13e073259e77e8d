using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>More is said of a device, or something is put right: its model, view, owner, days and costs.</summary>
/// <param name="StreamId">The device.</param>
/// <param name="Details">What is said; what is null stays as it is.</param>
/// <param name="Model">Maker and model; null where they stay.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record DescribeDevice(
    Guid StreamId, DeviceDetails Details, string? Model = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Device>
{
    /// <inheritdoc/>
    public Refusal? Check() => Details.Check("details.") ?? Texts.Model.CheckOptional(Model, "model");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if ((Check() ?? Details.InFuture(now.Date)) is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.Retired)
            return RetireDevice.AlreadyRetired;
        var at = OccurredAt ?? now;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        var (model, details) = (Model ?? state.Model, Details.Over(state.Details));
        // The day of acceptance that is given may be before the day of installation that is known.
        return details.Check("details.") is { } together ? together
            : model == state.Model && details == state.Details ? Decision.Unchanged
            : Decision.Of(new DeviceDescribed(state.DeviceId, state.Place, model, details, at, now));
    }
}
