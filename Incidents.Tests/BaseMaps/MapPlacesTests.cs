using Incidents.Api.BaseMaps;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.BaseMaps;

[Collection(OnTownHost.Name)]
public sealed class MapPlacesTests(TownHost town) : IDisposable
{
    private const string Header =
        "osm_id,place,name,name_ru,name_kk,population,lon,lat,osm_adm6_unit,other,region_since_2022_by_district\n";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Places_of_a_file_replace_those_before_and_are_found_once()
    {
        await Load(Header + "1,town,Old,,,,1,1,,,\n");
        await Load(Header
            + "6,isolated_dwelling,,,,,72.5,49.5,,,\n"
            + "7,hamlet,,,Ақтас,,72.9,49.7,,,\n"
            + "8,city,Қарағанды,Караганда,Қарағанды,520486,73.1026,49.8161,Қарағанды Қ.Ә.,x,Қарағанды\n"
            + "9,town,Абай,Абай,,28722,72.8722,49.6299,Абай ауданы,x,Қарағанды\n");

        Assert.Equal(
            """[{"id":"8","kind":"city","name":"Қарағанды","names":{"ru":"Караганда","kk":"Қарағанды","en":null},"population":520486,"""
            + "\"unit\":\"Қарағанды Қ.Ә.\",\"region\":\"Қарағанды\",\"point\":{\"longitude\":73.1026,\"latitude\":49.8161}}]",
            (await Ask("kinds: [\"city\"]")).GetRawText());
        Assert.Equal(3, (await Ask("first: 1000")).GetArrayLength());
        Assert.Equal(1, (await Ask("bounds: { west: 72, south: 49.6, east: 73, north: 49.65 }")).GetArrayLength());
        // The base map has the same city.
        var found = await town.Host.Services.GetRequiredService<PlaceSearch>().Find(
            "Караганда", null, 10, RowSight.All, RowSight.All, Cancellation);
        Assert.Equal("place/8", Assert.Single(found).Id);
        await town.Host.Services.GetRequiredService<MapPlaces>().Replace([], Cancellation);
    }

    [Theory]
    [InlineData("id,name,lon,lat\n1,a,1,1\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\ncity,,1,1\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\ncity,a,east,1\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\ncity,a,1,91\n", ErrorCode.CoordinatesOutOfRange)]
    [InlineData("place,name,lon,lat,population\ncity,a,1,9,many\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat,osm_id\ncity,a,1,9,5\ncity,b,1,9,5\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\ncity,a,1\n", ErrorCode.PlacesUnreadable)]
    [InlineData("place,name,lon,lat\ncity,a\0b,1,1\n", ErrorCode.TextMalformed)]
    [InlineData("", ErrorCode.FileUnreadable)]
    public async Task A_row_that_is_no_place_is_refused_with_its_line(string content, ErrorCode code)
    {
        var refusal = await Assert.ThrowsAsync<BaseMapException>(() => Load(content));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task The_demo_s_ground_is_loaded_once_and_only_where_nothing_is()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "karaganda_ulytau_places.csv"), Header + "7,hamlet,Ақтас,,Ақтас,,72.9,49.7,,,\n", Cancellation);
        var demo = town.Host.Services.GetRequiredService<DemoGround>();

        await demo.Load(folder.Path, Cancellation);
        Assert.Equal(1, (await Ask("first: 10")).GetArrayLength());
        await Load(Header + "1,town,Own,,,,1,1,,,\n");
        await demo.Load(folder.Path, Cancellation);

        Assert.Equal("Own", (await Ask("first: 10"))[0].GetProperty("name").GetString());
        await town.Host.Services.GetRequiredService<MapPlaces>().Replace([], Cancellation);
    }

    private async Task<System.Text.Json.JsonElement> Ask(string arguments) => (await town.Host.Ask(
        $$"""
        { mapPlaces({{arguments}}) {
            id kind name names { ru kk en } population unit region point { longitude latitude } } }
        """)).GetProperty("mapPlaces");

    private async Task Load(string content)
    {
        var path = Path.Combine(folder.Path, "places.csv");
        await File.WriteAllTextAsync(path, content, Cancellation);
        await town.Host.Services.GetRequiredService<MapPlaces>().Replace(PlacesFile.Read(path), Cancellation);
    }
}
