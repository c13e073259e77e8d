using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A device as a list of devices has it: it is entered, or what the list says otherwise is taken over.</summary>
/// <remarks>
/// A list is sent again and again, with more columns each time. What it leaves out stays. A place where none was known is that of the
/// installation; another place than the known one is a move, known from now on. Another kind is refused: it is another device.
/// </remarks>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="DeviceKind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="Details">What else the list says of it.</param>
/// <param name="Certificate">A certificate of it, or null.</param>
/// <param name="OccurredAt">When it was installed.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
public sealed record ListDevice(
    string DeviceId, DeviceKind DeviceKind, Place Place, string? Model, DeviceDetails Details, DeviceCertificate? Certificate,
    OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<Device>
{
    /// <inheritdoc/>
    public Guid StreamId => RegisterDevice.Stream(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.DeviceId.Check(DeviceId, "deviceId") ?? (Enum.IsDefined(DeviceKind) ? null : RegisterDevice.KindUnknown)
        ?? Place.Check("place") ?? Texts.Model.CheckOptional(Model, "model") ?? Details.Check("") ?? Certificate?.Check("certificate");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if ((Check() ?? Details.InFuture(now.Date)) is { } fault)
            return fault;
        if (state is null)
            return Enter(now);
        if (state.Retired)
            return RetireDevice.AlreadyRetired;
        if (state.Kind != DeviceKind)
            return RegisterDevice.RegisteredOtherwise;

        var (model, details) = (Model ?? state.Model, Details.Over(state.Details));
        if (details.Check("") is { } together)
            return together;
        var events = new List<IDomainEvent>();
        var place = Over(state.Place);
        if (place != state.Place)
            events.Add(new DeviceRelocated(DeviceId, state.Place, place, state.Place.Point is null ? state.Since : now, now));
        if (model != state.Model || details != state.Details)
            events.Add(new DeviceDescribed(DeviceId, place, model, details, now, now));
        if (Certificate?.Over(state.Certificates) is { } certificate && !state.Certificates.Contains(certificate))
        {
            // The day that is known may be after the day that is listed.
            if (certificate.Check("certificate") is { } reversed)
                return reversed;
            events.Add(new DeviceCertified(DeviceId, place, certificate, now, now));
        }
        return events.Count == 0 ? Decision.Unchanged : Decision.Of(events);
    }

    private Decision Enter(OffsetDateTime now)
    {
        if (OccurredAt.IsInFuture(now))
            return Refusals.ImpossibleTime;
        var known = KnownAt ?? now;
        var entered = new DeviceRegistered(
            DeviceId, DeviceKind, Place, Model, OccurredAt, known, Details == DeviceDetails.None ? null : Details);
        return Certificate is null
            ? Decision.Of(entered)
            : Decision.Of(entered, new DeviceCertified(DeviceId, Place, Certificate, OccurredAt, known));
    }

    private Place Over(Place before) => new(
        before.City, Place.District ?? before.District, Place.Point ?? before.Point, Place.Street ?? before.Street);
}
