using Incidents.Api.Addresses;
using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Addresses;

/// <summary>A house is found by its very number, or said to be unknown.</summary>
[Collection(OnSharedHost.Name)]
public sealed class GazetteerTests(SharedHost shared) : IDisposable
{
    private static readonly LocalDate Day = new(2026, 7, 3);

    private readonly TemporaryFolder folder = new();

    private RunningHost Host => shared.Host;

    private Gazetteer Gazetteer => Host.Services.GetRequiredService<Gazetteer>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_house_is_found_across_scripts_and_what_is_beside_it_is_not_made_up()
    {
        var city = await Host.NewCity();
        await Gazetteer.Replace(
            [
                new(city, "ул. Ерубаева", "45", new(73.1, 49.8), new(2020, 1, 1)),
                new(city, "ул. Ерубаева", "49", new(73.2, 49.8), new(2020, 1, 1)),
                new(city, "ул. Ерубаева", "49", new(73.3, 49.8), new(2026, 7, 4)),
                new(city, "ул. Мира", "1", new(73.1, 49.8), new(2020, 1, 1)),
                new(city, "бульвар Мира", "1", new(73.4, 49.8), new(2020, 1, 1)),
                new(city, "проспект Абая", "45", new(73.5, 49.8), new(2020, 1, 1)),
                new(city, "ул. Абая", "1", new(73.6, 49.8), new(2020, 1, 1)),
            ], Cancellation);

        var found = await Gazetteer.Find(city, "Yerubayev Street 45", Day, Cancellation);
        Assert.Equal((AddressMatchKind.Found, new GeoPoint(73.1, 49.8)), (found.Kind, found.Address!.Point));
        Assert.Equal(73.2, (await Gazetteer.Find(city, "Ерубаева, 49", Day, Cancellation)).Address!.Point.Longitude);
        Assert.Equal(73.3, (await Gazetteer.Find(city, "Ерубаева, 49", Day.PlusDays(1), Cancellation)).Address!.Point.Longitude);
        // Between 45 and 49 there is no 47, and 1 Мира is either.
        Assert.Equal(AddressMatchKind.HouseUnknown, (await Gazetteer.Find(city, "Ерубаева, 47", Day, Cancellation)).Kind);
        Assert.Equal(AddressMatchKind.StreetUnknown, (await Gazetteer.Find(city, "Гоголя, 1", Day, Cancellation)).Kind);
        Assert.Equal(2, (await Gazetteer.Find(city, "Мира, 1", Day, Cancellation)).Candidates.Count);
        Assert.Equal(AddressMatchKind.NoAddress, (await Gazetteer.Find(city, "у вокзала", Day, Cancellation)).Kind);

        // Nor is 45 of the street that of the avenue.
        Assert.Equal(AddressMatchKind.Ambiguous, (await Gazetteer.Find(city, "ул. Абая, 45", Day, Cancellation)).Kind);
        Assert.Equal(73.5, (await Gazetteer.Find(city, "Абай даңғылы, 45", Day, Cancellation)).Address!.Point.Longitude);
        Assert.Equal(73.5, (await Gazetteer.Find(city, "Абая, 45", Day, Cancellation)).Address!.Point.Longitude);
        Assert.Equal(73.4, (await Gazetteer.Find(city, "бульвар Мира, 1", Day, Cancellation)).Address!.Point.Longitude);

        // A call by telephone gets its place, or none.
        Assert.Equal(73.1, (await Open(city, "1", "Ерубаев көшесі, 45")).GetProperty("longitude").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await Open(city, "2", "Ерубаев көшесі, 47")).ValueKind);

        // By the addresses of the day when it occurred; and also where the address is corrected.
        Assert.Equal(
            73.2, (await Open(city, "3", "Ерубаева, 49", "2026-07-01T12:00:00+05:00")).GetProperty("longitude").GetDouble());
        var corrected = (await Host.Ask(
            $$"""
            mutation { correctIncident(id: "{{Opened(city, "2")}}", by: "op", reason: "misheard",
              place: { city: "{{city}}", street: "Ерубаева, 45" }) { point { longitude } } }
            """)).GetProperty("correctIncident").GetProperty("point");
        Assert.Equal(73.1, corrected.GetProperty("longitude").GetDouble());
    }

    [Fact]
    public async Task A_day_before_years_of_events_is_refused()
    {
        var (code, _) = await Host.Refused("""{ address(city: "karaganda", text: "Ерубаева, 45", on: "-0001-01-01") { kind } }""");
        Assert.Equal("BAD_INPUT", code);
    }

    [Theory]
    [InlineData("city,street,house,longitude,latitude\nkaraganda,a,1,1,1\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,a,1,1,91,2026-01-01\n", ErrorCode.CoordinatesOutOfRange)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,a,1,east,1,2026-01-01\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,a,1,1,,2026-01-01\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,a,1,1,1,yesterday\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,a,1,1,1,-0001-01-01\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\nkaraganda,---,1,1,1,2026-01-01\n", ErrorCode.AddressesUnreadable)]
    [InlineData("city,street,house,longitude,latitude,valid_from\natlantis,a,1,1,1,2026-01-01\n", ErrorCode.CityUnknown)]
    [InlineData("", ErrorCode.FileUnreadable)]
    public async Task A_row_that_is_no_house_is_refused(string content, ErrorCode code)
    {
        var path = Path.Combine(folder.Path, "addresses.csv");
        await File.WriteAllTextAsync(path, content, Cancellation);

        Assert.Equal(
            code, Assert.Throws<ImportException>(() => AddressesCommand.Read(path, Host.Services.GetRequiredService<Cities>())).Code);
    }

    private async Task<System.Text.Json.JsonElement> Open(string city, string key, string street, string? occurredAt = null) =>
        (await Host.Ask(
            $$"""
            mutation { openIncident(console: "{{city}}", key: "{{key}}", category: "theft",
                place: { city: "{{city}}", street: "{{street}}" }
                {{(occurredAt is null ? "" : $", occurredAt: \"{occurredAt}\"")}}) { point { longitude } } }
            """)).GetProperty("openIncident").GetProperty("point");

    private static Guid Opened(string city, string key) => Identity.Stream(RegisterIncident.Kind, city, key);
}
