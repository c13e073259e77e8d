using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
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

    private static readonly ListDevice List = new("cam-1", DeviceKind.Camera, Some.Place, "X1", DeviceDetails.None, null, Some.Began);
    private static readonly DescribeDevice Describe = new(Some.Id, new(DirectionDegrees: 90));

    [Fact]
    public void A_list_enters_a_device_with_what_it_says_of_it() =>
        (List with { Details = Some.Details, Certificate = Some.DevicePaper }).Yields(
            null,
            Some.DeviceRegistered() with { KnownAt = Some.Now, Details = Some.Details },
            new DeviceCertified("cam-1", Some.Place, Some.DevicePaper, Some.Began, Some.Now));

    [Fact]
    public void The_same_list_again_changes_nothing() => List.Yields(Some.Device());

    [Fact]
    public void A_list_with_more_columns_adds_them_and_one_with_fewer_takes_nothing_away()
    {
        var described = new DeviceDescribed("cam-1", Some.Place, "X1", Some.Details, Some.Now, Some.Now);

        (List with { Details = Some.Details }).Yields(Some.Device(), described);
        List.Yields(Some.Device(described));
        (List with { Model = null, Place = new("karaganda") }).Yields(Some.Device(described));
        (List with { Details = new(CostTenge: 1) }).Yields(
            Some.Device(described), described with { Details = Some.Details with { CostTenge = 1 } });
    }

    [Fact]
    public void A_list_that_leaves_something_of_a_certificate_out_takes_nothing_away()
    {
        var certified = new DeviceCertified("cam-1", Some.Place, Some.DevicePaper, Some.Now, Some.Now);
        var bare = new DeviceCertificate(Some.DevicePaper.Number, Some.DevicePaper.ValidUntil);
        var longer = bare.ValidUntil.PlusYears(1);

        (List with { Certificate = bare }).Yields(Some.Device(certified));
        (List with { Certificate = bare with { ValidUntil = longer } }).Yields(
            Some.Device(certified), certified with { Certificate = Some.DevicePaper with { ValidUntil = longer } });
        (List with { Certificate = bare with { ValidUntil = new(2000, 1, 1) } })
            .Refuses(Some.Device(certified), DeviceCertificate.Reversed);
    }

    [Fact]
    public void A_list_that_goes_back_to_an_earlier_value_is_taken_over_again()
    {
        var first = new DeviceDescribed("cam-1", Some.Place, "X1", new(CostTenge: 1), Some.Now, Some.Now);
        var second = first with { Details = new(CostTenge: 2) };

        (List with { Details = new(CostTenge: 1) }).Yields(Some.Device(first, second), first);
    }

    [Fact]
    public void A_list_that_knows_a_place_where_none_was_known_puts_the_installation_there()
    {
        var nowhere = Some.Folded<Device>(Some.DeviceRegistered() with { Place = new("karaganda") });

        List.Yields(nowhere, new DeviceRelocated("cam-1", new("karaganda"), Some.Place, Some.Began, Some.Now));
    }

    [Fact]
    public void A_list_with_another_place_moves_the_device_now() =>
        (List with { Place = Some.Place with { Street = "Side Street" } }).Yields(
            Some.Device(), new DeviceRelocated("cam-1", Some.Place, Some.Place with { Street = "Side Street" }, Some.Now, Some.Now));

    [Fact]
    public void A_list_with_another_kind_is_refused() =>
        (List with { DeviceKind = DeviceKind.Recorder }).Refuses(Some.Device(), RegisterDevice.RegisteredOtherwise);

    [Fact]
    public void A_list_does_not_bring_a_retired_device_back() => List.Refuses(Some.Device(Retired), RetireDevice.AlreadyRetired);

    [Fact]
    public void A_device_is_described_and_the_same_again_changes_nothing()
    {
        var described = new DeviceDescribed("cam-1", Some.Place, "X1", new(DirectionDegrees: 90), Some.Now, Some.Now);

        Describe.Yields(Some.Device(), described);
        Describe.Yields(Some.Device(described));
        Describe.Refuses(null, Refusals.NotFound);
    }

    [Fact]
    public void A_device_is_not_accepted_before_it_was_installed_nor_tomorrow()
    {
        var installed = new DeviceDescribed("cam-1", Some.Place, "X1", new(InstalledOn: new LocalDate(2026, 5, 2)), Some.Now, Some.Now);

        (Describe with { Details = new(AcceptedOn: new LocalDate(2026, 5, 1)) })
            .Refuses(Some.Device(installed), DeviceDetails.AcceptedTooEarly);
        (Describe with { Details = new(AcceptedOn: new LocalDate(2026, 7, 4)) }).Refuses(Some.Device(), EventTime.InFuture("acceptedOn"));
        (Describe with { Details = new(PlannedOn: new LocalDate(2027, 1, 1)) }).Yields(
            Some.Device(), new DeviceDescribed("cam-1", Some.Place, "X1", new(PlannedOn: new LocalDate(2027, 1, 1)), Some.Now, Some.Now));
    }

    [Theory]
    [InlineData(360, "VIEW_OUT_OF_RANGE")]
    [InlineData(-0.5, "VIEW_OUT_OF_RANGE")]
    [InlineData(double.NaN, "VIEW_OUT_OF_RANGE")]
    [InlineData(0, null)]
    public void A_direction_is_from_0_to_below_360_degrees(double degrees, string? code) =>
        Assert.Equal(code, new DeviceDetails(DirectionDegrees: degrees).Check("")?.Code.Text());

    [Fact]
    public void Money_and_days_have_bounds()
    {
        Assert.Equal("costTenge", new DeviceDetails(CostTenge: -1).Check("")!.Field);
        Assert.Equal("details.yearlyUpkeepTenge", new DeviceDetails(YearlyUpkeepTenge: long.MaxValue).Check("details.")!.Field);
        Assert.Equal(ErrorCode.DayOutOfRange, new DeviceDetails(PlannedOn: default(LocalDate)).Check("")!.Code);
        Assert.Equal(ErrorCode.CertificateReversed, (Some.DevicePaper with { ValidUntil = new LocalDate(2026, 3, 31) }).Check("")!.Code);
        Assert.Equal(ErrorCode.MaintenanceWithoutDay, (Some.Maintenance with { PlannedOn = null }).Check()!.Code);
    }

    [Fact]
    public void A_certificate_and_work_are_entered_and_replaced_under_their_numbers()
    {
        var certify = new CertifyDevice(Some.Id, Some.DevicePaper);
        var certified = new DeviceCertified("cam-1", Some.Place, Some.DevicePaper, Some.Now, Some.Now);
        var record = new RecordMaintenance(Some.Id, Some.Maintenance);
        var done = Some.Maintenance with { DoneOn = new LocalDate(2026, 6, 2), CostTenge = 6_000 };
        var maintained = new DeviceMaintained("cam-1", Some.Place, Some.Maintenance, Some.Now, Some.Now);

        certify.Yields(Some.Device(), certified);
        certify.Yields(Some.Device(certified));
        record.Yields(Some.Device(), maintained);
        record.Yields(Some.Device(maintained));
        (record with { Maintenance = done }).Yields(Some.Device(maintained), maintained with { Maintenance = done });
        Assert.Equal(done, Assert.Single(Some.Device(maintained, maintained with { Maintenance = done }).Maintenance));
        (record with { Maintenance = done with { DoneOn = new LocalDate(2026, 7, 4) } })
            .Refuses(Some.Device(), EventTime.InFuture("doneOn"));
    }
}
