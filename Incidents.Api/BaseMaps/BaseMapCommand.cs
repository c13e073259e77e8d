using System.CommandLine;
using System.Globalization;
using Incidents.Api.CommandLine;
using Incidents.Domain;
using NodaTime.Text;

namespace Incidents.Api.BaseMaps;

/// <summary><c>basemap FILE</c>: makes the base map of an OpenStreetMap extract. The exit code is 1 if the file is not valid.</summary>
internal static class BaseMapCommand
{
    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "OpenStreetMap extract: .osm.pbf, .osm or .osm.gz" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read the file and make the map, but store nothing" };
        var command = new Command("basemap", "Load streets for the map from an OpenStreetMap extract") { file, dryRun };
        command.SetAction((parsed, _) =>
        {
            var (path, isDry) = (parsed.GetRequiredValue(file), parsed.GetValue(dryRun));
            return onHost(parsed, (host, cancellation) => Load(host, path, isDry, cancellation));
        });
        return command;
    }

    private static async Task<int> Load(IHost host, string path, bool isDryRun, CancellationToken cancellation)
    {
        try
        {
            var report = await host.Services.GetRequiredService<BaseMapLoader>().Load(path, isDryRun, cancellation);
            foreach (var line in Lines(report, isDryRun))
                Console.Out.WriteLine(line);
            return 0;
        }
        catch (BaseMapException e)
        {
            Console.Error.WriteLine($"{e.Message} ({e.Code.Text()})");
            return 1;
        }
    }

    private static IEnumerable<string> Lines(BaseMapReport report, bool isDryRun)
    {
        var counts = report.Counts;
        yield return Text(
            $"{counts.WaysOnMap} of {counts.Ways} ways are on the map, with {report.Streets} streets and {report.Places} places.");
        yield return Text(
            $"{report.Tiles} tiles have {report.TileBytes / 1e6:0.0} MB, the largest {report.LargestTileBytes / 1e3:0} kB.");
        if (report.DataAt is { } at)
            yield return $"The data are of {InstantPattern.General.Format(at)}.";
        if (counts.MissingNodes > 0)
            yield return Text($"{counts.MissingNodes} references name nodes that the extract does not have; lines end there.");
        if (counts.WithoutShape > 0)
            yield return Text($"{counts.WithoutShape} ways have no shape: fewer than two nodes, or an area that is not closed.");
        if (counts.BrokenRelations > 0)
            yield return Text($"{counts.BrokenRelations} areas of several ways are not whole.");
        if (report.TooLarge > 0)
            yield return Text($"{report.TooLarge} times an area was too large for a zoom and is not drawn there.");
        if (isDryRun)
            yield return "Nothing was stored.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
