using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A device is entered into the registry.</summary>
/// <remarks>
/// Its stream is identified by city and device id, whatever the source: reports carry both, and two towns that number their cameras from
/// one must not share streams. A person enters one device at a time, so another device under the same id is refused; a list is
/// <see cref="ListDevice"/>.
/// </remarks>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="DeviceKind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="OccurredAt">When it was installed.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Details">What else is said of it, or null.</param>
public sealed record RegisterDevice(
    string DeviceId, DeviceKind DeviceKind, Place Place, string? Model, OffsetDateTime OccurredAt,
    OffsetDateTime? KnownAt = null, DeviceDetails? Details = null) : ICommand<Device>
{
    /// <summary>What the streams of devices are called in <see cref="Identity"/>.</summary>
    public const string Kind = "device";

    /// <summary>It is in the registry already, as something else or elsewhere.</summary>
    public static readonly Refusal RegisteredOtherwise =
        new(ErrorCode.DeviceRegisteredOtherwise, "The device is registered already with another kind, place or model.", "deviceId");

    /// <summary>A kind that there is not: a number in place of a name.</summary>
    public static readonly Refusal KindUnknown = new(ErrorCode.DeviceKindUnknown, "There is no such kind of device.", "deviceKind");

    /// <summary>The stream of the device that a city calls by this id.</summary>
    public static Guid Stream(string city, string deviceId) => Identity.Stream(Kind, city, deviceId);

    /// <inheritdoc/>
    public Guid StreamId => Stream(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.DeviceId.Check(DeviceId, "deviceId") ?? (Enum.IsDefined(DeviceKind) ? null : KindUnknown) ?? Place.Check("place")
        ?? Texts.Model.CheckOptional(Model, "model") ?? Details?.Check("details.");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now) =>
        Check() is { } fault ? fault : Details?.InFuture(now.Date) is { } future ? future : state switch
        {
            null when OccurredAt.IsInFuture(now) => Refusals.ImpossibleTime,
            null => Decision.Of(new DeviceRegistered(
                DeviceId, DeviceKind, Place, Model, OccurredAt, KnownAt ?? now, Details == DeviceDetails.None ? null : Details)),
            { Retired: true } => RetireDevice.AlreadyRetired,
            _ when (state.Kind, state.Place, state.Model) == (DeviceKind, Place, Model) && SaysTheSame(state) => Decision.Unchanged,
            _ => RegisteredOtherwise,
        };

    private bool SaysTheSame(Device state) => Details is null || Details.Over(state.Details) == state.Details;
}
