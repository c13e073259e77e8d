using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain;
using Incidents.Domain.Units;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>Mutations of the list of units, and of their duty: each returns the unit after it.</summary>
[MutationType]
internal sealed class UnitListMutations(Commands commands, UnitFiles units, OwnUnit own, UnitPositions positions, CommandInput input)
{
    /// <summary>
    /// Enters a unit into the list of its town, or takes over what is said otherwise of it. The same values again change nothing.
    /// </summary>
    /// <param name="unit">Its call sign.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="place">Where it stands by: its post or station.</param>
    /// <param name="account">Name of the sign-in of its phone; one that several units have speaks for none of them.</param>
    public async Task<UnitView> RegisterUnit(
        string unit, UnitKind kind, Place place, string? account = null, CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        await commands.Send(new RegisterUnit(unit, kind, place, account), cancellation);
        return (await units.Find(place.City, unit, null, cancellation))!;
    }

    /// <summary>Takes a unit off the list for good.</summary>
    /// <param name="city">City code.</param>
    /// <param name="unit">Its call sign.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<UnitView> RetireUnit(
        string city, string unit, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(city, unit, new RetireUnit(StreamOf(city, unit), reasonCode, input.Moment(occurredAt, city), expectedVersion), cancellation);

    /// <summary>A unit goes on duty: it can be sent.</summary>
    /// <param name="city">City code.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public async Task<UnitView> BeginUnitDuty(
        string city, string? unit = null, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default)
    {
        input.CheckCity(city, "city");
        var sign = await own.Of(city, unit, cancellation);
        return await Send(
            city, sign, new BeginUnitDuty(StreamOf(city, sign), input.Moment(occurredAt, city), expectedVersion), cancellation);
    }

    /// <summary>A unit goes off duty. On the incidents that it is on it stays until it leaves them.</summary>
    /// <param name="city">City code.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public async Task<UnitView> EndUnitDuty(
        string city, string? unit = null, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default)
    {
        input.CheckCity(city, "city");
        var sign = await own.Of(city, unit, cancellation);
        return await Send(
            city, sign, new EndUnitDuty(StreamOf(city, sign), input.Moment(occurredAt, city), expectedVersion), cancellation);
    }

    /// <summary>A unit says where it is. The latest by its own time stays; tracks are not kept.</summary>
    /// <param name="city">City code.</param>
    /// <param name="point">Where it is.</param>
    /// <param name="unit">Its call sign; default that of the caller's own unit.</param>
    /// <param name="occurredAt">When it was there, if not now.</param>
    public async Task<UnitView> ReportUnitPosition(
        string city, GeoPoint point, string? unit = null, Instant? occurredAt = null, CancellationToken cancellation = default)
    {
        CommandInput.Check(point.Check("point."));
        input.CheckCity(city, "city");
        var sign = await own.Of(city, unit, cancellation);
        var at = input.Moment(occurredAt, city) ?? input.Now(city);
        await positions.Keep(StreamOf(city, sign), new(point, at.ToInstant()), cancellation);
        return (await units.Find(city, sign, null, cancellation))!;
    }

    private static Guid StreamOf(string city, string unit)
    {
        CommandInput.Check(Texts.City.Check(city, "city") ?? Texts.CallSign.Check(unit, "unit"));
        return Unit.Stream(city, unit);
    }

    private async Task<UnitView> Send(string city, string unit, ICommand<Unit> command, CancellationToken cancellation)
    {
        await commands.Send(command, cancellation);
        return (await units.Find(city, unit, null, cancellation))!;
    }
}
