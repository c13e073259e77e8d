using System.Text.Json;
using Incidents.Domain.Devices;
using Incidents.Projections.Devices;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Devices;

/// <summary>Devices over the host: lists, commands, faults and signs of life, with what comes twice, late or broken.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DeviceRegisterTests(SharedHost shared)
{
    private const string Asked =
        """
        query($city: String!) { devices(filter: { cities: [$city] }) { nodes {
            deviceId version model place { street point { longitude } }
            details { directionDegrees fieldOfViewDegrees rangeMetres owner plannedOn installedOn acceptedOn costTenge yearlyUpkeepTenge }
            health { status faults isTownSilent heardAt } clock { offsetSeconds uncertaintySeconds reports }
            certificates { number validUntil validFrom issuedBy } maintenance { number work plannedOn doneOn costTenge }
            outages { fault isOfTown beganAt endedAt } availableShare } } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_list_is_sent_again_with_more_columns_and_the_register_has_them()
    {
        var city = await host.NewCity();
        object Row(object? more = null) => Merge(
            new { source = "list", id = "1", kind = "device", deviceKind = "camera", deviceId = "cam-1", city }, more);

        Assert.Equal(["accepted"], (await host.PostLines(Row())).Statuses);
        Assert.Equal(["duplicate"], (await host.PostLines(Row())).Statuses);
        Assert.Equal(["accepted"], (await host.PostLines(Row(new
        {
            model = "X1",
            longitude = 73.1,
            latitude = 49.8,
            directionDegrees = 90,
            fieldOfViewDegrees = 60,
            owner = "Akimat",
            installedOn = "2026-04-01",
            acceptedOn = "2026-04-15",
            costTenge = 900_000,
            certificate = new { number = "KZ-1", validUntil = "2027-03-31", issuedBy = "KazStandard" },
        }))).Statuses);
        Assert.Equal(["duplicate"], (await host.PostLines(Row())).Statuses);
        Assert.Equal(["DEVICE_REGISTERED_OTHERWISE"], (await host.PostLines(Merge(Row(), new { deviceKind = "recorder" }))).Codes);
        await host.CaughtUp();

        var device = Assert.Single(await Devices(city));
        Assert.Equal(73.1, device.GetProperty("place").GetProperty("point").GetProperty("longitude").GetDouble());
        var details = device.GetProperty("details");
        Assert.Equal((90, "Akimat", "2026-04-15", 900_000), (
            details.GetProperty("directionDegrees").GetDouble(), details.GetProperty("owner").GetString(),
            details.GetProperty("acceptedOn").GetString(), details.GetProperty("costTenge").GetInt64()));
        Assert.Equal("KZ-1", device.GetProperty("certificates")[0].GetProperty("number").GetString());
        Assert.Equal("UNKNOWN", device.GetProperty("health").GetProperty("status").GetString());
        // Nothing was ever heard of it: how long it worked is not known.
        Assert.Equal(JsonValueKind.Null, device.GetProperty("availableShare").ValueKind);
    }

    [Theory]
    [InlineData("directionDegrees", 360.0, "VIEW_OUT_OF_RANGE")]
    [InlineData("rangeMetres", -1.0, "VIEW_OUT_OF_RANGE")]
    [InlineData("costTenge", -1.0, "TENGE_OUT_OF_RANGE")]
    [InlineData("costTenge", 0.5, "WRONG_TYPE")]
    [InlineData("installedOn", "0001-01-01", "DAY_OUT_OF_RANGE")]
    [InlineData("installedOn", "2099-01-01", "TIME_IN_FUTURE")]
    [InlineData("installedOn", "next week", "WRONG_TYPE")]
    [InlineData("owner", "a\0b", "TEXT_MALFORMED")]
    public async Task A_list_of_hostile_values_is_refused_with_a_reason(string field, object value, string code)
    {
        var row = new Dictionary<string, object?>
        {
            ["source"] = "list",
            ["id"] = "hostile",
            ["kind"] = "device",
            ["deviceKind"] = "camera",
            ["deviceId"] = "hostile",
            ["city"] = "karaganda",
            [field] = value is 0.5 or string ? value : Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture),
        };

        Assert.Equal([code], (await host.PostLines(row)).Codes);
    }

    [Fact]
    public async Task A_device_is_described_certified_and_maintained_by_commands()
    {
        var city = await host.NewCity();
        var variables = new { city };
        await host.Ask(
            """
            mutation($city: String!) { registerDevice(deviceId: "rec-1", kind: RECORDER, place: { city: $city },
                details: { plannedOn: "2027-03-01" }) { version } }
            """, variables);
        var described = await host.Ask(
            """
            mutation($city: String!) { describeDevice(city: $city, deviceId: "rec-1", details: { directionDegrees: 10.5, costTenge: 5 },
                expectedVersion: 1) { version details { directionDegrees plannedOn installedOn } } }
            """, variables);
        await host.Ask(
            """
            mutation($city: String!) { certifyDevice(city: $city, deviceId: "rec-1",
                certificate: { number: "KZ-9", validUntil: "2027-01-01" }) { version } }
            """, variables);
        await host.Ask(
            """
            mutation($city: String!) { recordMaintenance(city: $city, deviceId: "rec-1", number: "W-1", work: "cleaning",
                plannedOn: "2027-05-01", costTenge: 7000) { version } }
            """, variables);
        Assert.Equal("MAINTENANCE_WITHOUT_DAY", (await host.Refused(
            """mutation($city: String!) { recordMaintenance(city: $city, deviceId: "rec-1", number: "W-2", work: "x") { version } }""",
            variables)).Code);
        Assert.Equal("NOT_FOUND", (await host.Refused(
            """mutation($city: String!) { describeDevice(city: $city, deviceId: "no", details: { costTenge: 1 }) { version } }""",
            variables)).Code);
        await host.CaughtUp();

        var details = described.GetProperty("describeDevice").GetProperty("details");
        Assert.Equal((10.5, "2027-03-01", JsonValueKind.Null), (
            details.GetProperty("directionDegrees").GetDouble(), details.GetProperty("plannedOn").GetString(),
            details.GetProperty("installedOn").ValueKind));
        var device = Assert.Single(await Devices(city));
        Assert.Equal((4L, "KZ-9", 7_000L), (
            device.GetProperty("version").GetInt64(), device.GetProperty("certificates")[0].GetProperty("number").GetString(),
            device.GetProperty("maintenance")[0].GetProperty("costTenge").GetInt64()));

        var rollOut = (await host.Ask(
            """
            query($city: String!) { rollOut(cities: [$city]) { from until budgetTenge committedTenge
                targets { kind target planned installed } months { month city kind planned installed } } }
            """, variables)).GetProperty("rollOut");
        Assert.Equal(4_600_000_000, rollOut.GetProperty("budgetTenge").GetInt64());
        Assert.Equal(7_005, rollOut.GetProperty("committedTenge").GetInt64());
        var recorders = rollOut.GetProperty("targets").EnumerateArray().Single(t => t.GetProperty("kind").GetString() == "RECORDER");
        Assert.Equal((100, 1, 0), (
            recorders.GetProperty("target").GetInt32(), recorders.GetProperty("planned").GetInt32(),
            recorders.GetProperty("installed").GetInt32()));
        Assert.Equal("2027-03-01", Assert.Single(rollOut.GetProperty("months").EnumerateArray()).GetProperty("month").GetString());
    }

    [Fact]
    public async Task Faults_are_told_once_in_whatever_order_they_come_and_availability_counts_them()
    {
        var city = await host.NewCity();
        var today = SystemClock.Instance.GetCurrentInstant();
        string Ago(int minutes) => (today - Duration.FromMinutes(minutes)).ToString();
        object Step(string phase, string? reason, int minutes) => new
        {
            source = "onvif",
            id = "cam-1",
            kind = "device",
            phase,
            deviceId = "cam-1",
            city,
            reason,
            occurredAt = Ago(minutes),
        };
        await host.PostLines(new
        {
            source = "list",
            id = "1",
            kind = "device",
            deviceKind = "camera",
            deviceId = "cam-1",
            city,
            installedOn = "2026-01-01",
            acceptedOn = "2026-01-01",
        });

        // The recovery from a tampering comes before its beginning; the storage fails, and again within that, and stays so.
        var answers = await host.PostLines(
            Step("recovered", "tampering", 60), Step("faulted", "tampering", 120), Step("faulted", "storage", 30),
            Step("faulted", "storage", 30), Step("faulted", "storage", 20), Step("faulted", "meteor", 10), Step("faulted", null, 10),
            Step("recovered", "meteor", 10));
        Assert.Equal(
            ["accepted", "accepted", "accepted", "duplicate", "accepted", "DEVICE_FAULT_UNKNOWN", "FIELD_MISSING", "DEVICE_FAULT_UNKNOWN"],
            answers.Codes);
        await host.CaughtUp();

        var device = Assert.Single(await Devices(city));
        Assert.Equal(["STORAGE"], device.GetProperty("health").GetProperty("faults").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal("FAULTED", device.GetProperty("health").GetProperty("status").GetString());
        Assert.Equal(3, device.GetProperty("outages").GetArrayLength());
        var until = today.InUtc().Date.PlusDays(2);
        var figures = (await host.Ask(
            """
            query($city: String!, $from: Date!, $until: Date!) { deviceAvailability(cities: [$city], from: $from, until: $until)
                { city kind devices silentSeconds faultedSeconds acceptedSeconds availableShare neverHeard } }
            """, new { city, from = until.PlusDays(-10).ToString("uuuu-MM-dd", null), until = until.ToString("uuuu-MM-dd", null) }))
            .GetProperty("deviceAvailability")[0];
        // One hour of tampering, and the storage for half an hour and as long as the test has taken.
        Assert.InRange(figures.GetProperty("faultedSeconds").GetDouble(), 90 * 60, 95 * 60);
        Assert.Equal((0, 1), (figures.GetProperty("silentSeconds").GetDouble(), figures.GetProperty("devices").GetInt32()));
        Assert.Equal("BAD_INPUT", (await host.Refused(
            """{ deviceAvailability(from: "2026-01-02", until: "2026-01-02") { devices } }""")).Code);
    }

    [Fact]
    public async Task A_clock_is_measured_from_live_reports()
    {
        var city = await host.NewCity();
        var now = SystemClock.Instance.GetCurrentInstant();
        // It is behind by 100 s, and its reports take from 0 to 40 s.
        await host.PostLines(Enumerable.Range(0, 5).Select(i => new
        {
            source = "cams",
            id = $"{city}-{i}",
            kind = "alert",
            category = "fight",
            deviceId = "cam-1",
            city,
            occurredAt = (now - Duration.FromSeconds(100 + 10 * i)).ToString(),
        }));
        await host.CaughtUp();

        var clock = Assert.Single(await Devices(city)).GetProperty("clock");
        Assert.InRange(clock.GetProperty("offsetSeconds").GetDouble(), -130, -100);
        // The mean report took 20 s more than the fastest one; the two fastest lie 10 s apart.
        Assert.InRange(clock.GetProperty("uncertaintySeconds").GetDouble(), 20.9, 21.1);
        Assert.Equal(5, clock.GetProperty("reports").GetInt32());
    }

    [Fact]
    public async Task A_device_is_where_it_is_since_its_installation_whenever_that_was_entered()
    {
        var city = await host.NewCity();
        object Listed(string id, object more) => Merge(
            new
            {
                source = "list",
                id,
                kind = "device",
                deviceKind = "camera",
                deviceId = id,
                city,
                longitude = 61.5,
                latitude = 44.5,
            },
            more);

        await host.PostLines(
            Listed("installed", new { installedOn = "2026-01-10" }), Listed("accepted", new { acceptedOn = "2026-01-11" }),
            Listed("planned", new { plannedOn = "2026-01-01" }), Listed("entered", new { model = "X1" }),
            Listed("late", new { plannedOn = "2026-01-01" }));
        // What was entered before its day was known; what was only planned is put up later.
        await host.PostLines(
            Listed("entered", new { installedOn = "2026-01-12" }), Listed("late", new { installedOn = "2026-02-20" }));
        await host.Ask(
            """
            mutation($city: String!) { registerDevice(deviceId: "by-hand", kind: CAMERA, details: { acceptedOn: "2026-01-13" },
                place: { city: $city, point: { longitude: 61.5, latitude: 44.5 } }) { version } }
            """, new { city });
        await host.CaughtUp();

        await using var connection = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var placed = await PlacementReader.Read(
            connection, new(61, 44, 62, 45), [DeviceKind.Camera], [city], TestContext.Current.CancellationToken);
        Assert.Equal(
            [new(2026, 1, 10), new(2026, 1, 11), new(2026, 1, 12), new(2026, 1, 13), new LocalDate(2026, 2, 20)],
            placed.Select(p => p.Since));
        Assert.All(placed, p => Assert.Null(p.Until));
    }

    [Fact]
    public async Task A_device_that_was_listed_without_a_day_and_is_planned_later_is_not_installed()
    {
        var city = await host.NewCity();
        object Row(object? more = null) => Merge(
            new { source = "list", id = "1", kind = "device", deviceKind = "camera", deviceId = "cam-1", city }, more);

        await host.PostLines(Row());
        await host.CaughtUp();
        Assert.NotEqual(
            JsonValueKind.Null, Assert.Single(await Devices(city)).GetProperty("details").GetProperty("installedOn").ValueKind);
        await host.PostLines(Row(new { plannedOn = "2030-01-01" }));
        await host.CaughtUp();

        Assert.Equal(JsonValueKind.Null, Assert.Single(await Devices(city)).GetProperty("details").GetProperty("installedOn").ValueKind);
    }

    private async Task<JsonElement[]> Devices(string city) =>
        [.. (await host.Ask(Asked, new { city })).GetProperty("devices").GetProperty("nodes").EnumerateArray()];

    internal static Dictionary<string, object?> Merge(object row, object? more)
    {
        var merged = Fields(row);
        foreach (var (name, value) in more is null ? [] : Fields(more))
            merged[name] = value;
        return merged;
    }

    private static Dictionary<string, object?> Fields(object row) => row as Dictionary<string, object?>
        ?? row.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(row));
}
