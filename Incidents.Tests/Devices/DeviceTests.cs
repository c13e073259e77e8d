using Incidents.Domain;
using Incidents.Domain.Devices;
using Xunit;

namespace Incidents.Tests.Devices;

public class DeviceTests
{
    private static readonly RegisterDevice Register = new("cam-1", DeviceKind.Camera, Some.Place, "X1", Some.Began);
    private static readonly RelocateDevice Relocate = new(Some.Id, Some.Place with { Street = "Side Street" });
    private static readonly RetireDevice Retire = new(Some.Id, "broken");
    private static readonly DeviceRetired Retired = new("cam-1", Some.Place, "broken", Some.Now, Some.Now);

    [Fact]
    public void A_device_is_registered() => Register.Yields(null, Some.DeviceRegistered() with { KnownAt = Some.Now });

    [Fact]
    public void The_same_device_registered_again_changes_nothing() => Register.Yields(Some.Device());

    [Fact]
    public void A_device_registered_again_elsewhere_is_refused() =>
        (Register with { Place = Some.Place with { Street = "Side Street" } }).Refuses(Some.Device(), RegisterDevice.RegisteredOtherwise);

    [Fact]
    public void A_retired_device_is_not_registered_again() => Register.Refuses(Some.Device(Retired), RetireDevice.AlreadyRetired);

    [Fact]
    public void A_device_needs_an_id() => (Register with { DeviceId = " " }).Refuses(null, Refusals.Blank("deviceId"));

    [Fact]
    public void A_device_is_not_installed_in_the_future() =>
        (Register with { OccurredAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void The_cameras_of_two_towns_with_one_number_are_two_devices() =>
        Assert.NotEqual(Register.StreamId, (Register with { Place = new("temirtau") }).StreamId);

    [Fact]
    public void A_device_is_moved() =>
        Relocate.Yields(
            Some.Device(), new DeviceRelocated("cam-1", Some.Place, Some.Place with { Street = "Side Street" }, Some.Now, Some.Now));

    [Fact]
    public void A_device_moved_to_where_it_stands_changes_nothing() => (Relocate with { To = Some.Place }).Yields(Some.Device());

    [Fact]
    public void A_device_does_not_move_to_another_city() =>
        (Relocate with { To = new("temirtau") }).Refuses(Some.Device(), RelocateDevice.AnotherCity);

    [Fact]
    public void A_retired_device_is_not_moved() => Relocate.Refuses(Some.Device(Retired), RetireDevice.AlreadyRetired);

    [Fact]
    public void An_unknown_device_is_not_moved() => Relocate.Refuses(null, Refusals.NotFound);

    [Fact]
    public void A_device_is_not_moved_in_the_future() =>
        (Relocate with { OccurredAt = Some.Later(6) }).Refuses(Some.Device(), Refusals.ImpossibleTime);

    [Fact]
    public void A_device_is_retired() => Retire.Yields(Some.Device(), Retired);

    [Fact]
    public void A_device_is_retired_only_once() => Retire.Refuses(Some.Device(Retired), RetireDevice.AlreadyRetired);

    [Fact]
    public void An_unknown_device_is_not_retired() => Retire.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Retiring_needs_a_reason() => (Retire with { Reason = "" }).Refuses(Some.Device(), Refusals.Blank("reasonCode"));

    [Fact]
    public void A_device_is_not_retired_in_the_future() =>
        (Retire with { OccurredAt = Some.Later(6) }).Refuses(Some.Device(), Refusals.ImpossibleTime);
}
