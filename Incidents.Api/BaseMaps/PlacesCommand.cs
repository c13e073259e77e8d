using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary><c>places FILE</c>: loads the places of the map. The exit code is 1 if the file is not valid.</summary>
internal static class PlacesCommand
{
    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "CSV with the columns place, name, lon, lat and more" };
        var command = new Command("places", "Load towns and villages for the map, in place of those before") { file };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            return onHost(parsed, (host, cancellation) => Load(host, path, cancellation));
        });
        return command;
    }

    private static async Task<int> Load(IHost host, string path, CancellationToken cancellation)
    {
        try
        {
            var places = PlacesFile.Read(path);
            await host.Services.GetRequiredService<MapPlaces>().Replace(places, cancellation);
            Console.Out.WriteLine(FormattableString.Invariant($"{places.Count} places."));
            return 0;
        }
        catch (BaseMapException e)
        {
            Console.Error.WriteLine($"{e.Message} ({e.Code.Text()})");
            return 1;
        }
    }
}
