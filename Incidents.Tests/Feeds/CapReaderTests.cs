using System.Text.Json;
using Incidents.Api.Feeds.Formats;
using Incidents.Tests.Clients;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>A reader of CAP that is not ours reads what feeds send.</summary>
public class CapReaderTests
{
    [Fact]
    public async Task The_reader_of_dec112_reads_every_thing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "alert.xml");
        foreach (var thing in FeedSamples.Things)
        {
            await File.WriteAllBytesAsync(
                file, CapDocument.Of(thing, FeedSamples.Context(thing)), TestContext.Current.CancellationToken);
            var (exitCode, output) = await NodeProject.CapReader.Run("read.js", file);

            Assert.True(exitCode == 0, output);
            using var read = JsonDocument.Parse(output);
            var alert = read.RootElement;
            Assert.Equal("44444444-4444-4444-4444-444444444444", alert.GetProperty("identifier").GetString());
            Assert.Equal("centre.example", alert.GetProperty("sender").GetString());
            var infos = alert.GetProperty("info").EnumerateArray().ToArray();
            Assert.Equal(["kk-KZ", "ru-KZ", "en"], infos.Select(info => info.GetProperty("language").GetString()));
            Assert.Contains(
                infos[0].GetProperty("parameters").EnumerateArray(),
                pair => pair[0].GetString() == "plate" && pair[1].GetString() == FeedSamples.Plate);
            Assert.Equal(thing.Place.Point is null ? [] : new[] { "49.8,73.1 0" }, Circles(infos[0]));
        }
    }

    private static string?[] Circles(JsonElement info) =>
        info.GetProperty("areas")[0].TryGetProperty("circles", out var circles) && circles.ValueKind is JsonValueKind.Array
            ? [.. circles.EnumerateArray().Select(circle => circle.GetString())]
            : [];
}
