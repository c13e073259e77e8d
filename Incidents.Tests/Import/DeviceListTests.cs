using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>A list of devices as clerks write it.</summary>
public class DeviceListTests
{
    private const string Map =
        """
        { "source": "list.devices", "kind": "device", "city": "karaganda", "identity": { "columns": ["ID"] }, "deviceId": "ID",
          "deviceKind": "KIND",
          "directionDegrees": "DIR", "installedOn": "INSTALLED", "plannedOn": "PLANNED", "costTenge": "COST",
          "certificateNumber": "CERT", "certificateValidUntil": "UNTIL" }
        """;

    private static readonly string[] Columns = ["ID", "KIND", "DIR", "INSTALLED", "PLANNED", "COST", "CERT", "UNTIL"];

    [Fact]
    public void Numbers_and_days_are_read_as_they_are_written()
    {
        var report = Mapped("c-1", "Recorder", "90,5", "01.04.2026", "2026-03-01", "1 250 000,00", "KZ-1", "31.3.2027").Report!;

        Assert.Equal((DeviceKind.Recorder, 90.5, 1_250_000L), (report.DeviceKind, report.DirectionDegrees, report.CostTenge));
        Assert.Equal((new LocalDate(2026, 4, 1), new LocalDate(2026, 3, 1)), (report.InstalledOn, report.PlannedOn));
        Assert.Equal(("KZ-1", new LocalDate(2027, 3, 31)), (report.Certificate!.Number, report.Certificate.ValidUntil));
        Assert.Null(report.OccurredAt);
    }

    [Fact]
    public void What_a_list_leaves_out_is_absent()
    {
        var report = Mapped("c-1", "camera", "", "", " ", "", "", "").Report!;

        Assert.Null(report.DirectionDegrees);
        Assert.Null(report.CostTenge);
        Assert.Null(report.Certificate);
        Assert.Equal(DeviceKind.Camera, report.DeviceKind);
    }

    [Theory]
    [InlineData("KIND", "робот", "DEVICE_KIND_UNKNOWN", "deviceKind")]
    [InlineData("KIND", "0", "DEVICE_KIND_UNKNOWN", "deviceKind")]
    [InlineData("KIND", "+2", "DEVICE_KIND_UNKNOWN", "deviceKind")]
    [InlineData("KIND", "-0", "DEVICE_KIND_UNKNOWN", "deviceKind")]
    [InlineData("KIND", "camera,recorder", "DEVICE_KIND_UNKNOWN", "deviceKind")]
    [InlineData("COST", "1,500", "BAD_INPUT", "costTenge")]
    [InlineData("COST", "1,000", "BAD_INPUT", "costTenge")]
    [InlineData("COST", "1.500.000", "BAD_INPUT", "costTenge")]
    [InlineData("COST", "1500,50", "BAD_INPUT", "costTenge")]
    [InlineData("DIR", "1,500", "BAD_INPUT", "directionDegrees")]
    [InlineData("CERT", "", "CERTIFICATE_NUMBER_MISSING", "certificateNumber")]
    [InlineData("DIR", "NaN", "BAD_INPUT", "directionDegrees")]
    [InlineData("DIR", "north", "BAD_INPUT", "directionDegrees")]
    [InlineData("INSTALLED", "31.02.2026", "BAD_INPUT", "installedOn")]
    [InlineData("INSTALLED", "04/01/2026", "BAD_INPUT", "installedOn")]
    [InlineData("COST", "1e999", "BAD_INPUT", "costTenge")]
    [InlineData("COST", "99999999999999999999999", "BAD_INPUT", "costTenge")]
    [InlineData("UNTIL", "soon", "BAD_INPUT", "certificateValidUntil")]
    public void A_hostile_cell_refuses_its_row_with_a_reason(string column, string cell, string code, string field)
    {
        string[] sound = ["c-1", "camera", "90", "2026-04-01", "", "5", "KZ-1", "2027-03-31"];
        sound[Array.IndexOf(Columns, column)] = cell;

        var mapped = Mapped(sound);

        Assert.Null(mapped.Report);
        Assert.Equal((code, field), (mapped.Refusal!.Code.Text(), mapped.Refusal.Field));
    }

    private static MappedRow Mapped(params string[] cells) =>
        Assert.Single(ImportOf.Text(string.Join('\n', string.Join(';', Columns), string.Join(';', cells)), Map));
}
