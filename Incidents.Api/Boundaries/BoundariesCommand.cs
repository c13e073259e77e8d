using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Boundaries;

/// <summary><c>boundaries load FILE --valid-from DAY</c>: loads boundaries. The exit code is 1 if the file is not valid.</summary>
internal static class BoundariesCommand
{
    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "GeoJSON FeatureCollection of Polygons and MultiPolygons in degrees" };
        var from = Text("--valid-from", "DAY", "First day of their validity, such as 2022-06-08");
        from.Required = true;
        var to = Text("--valid-to", "DAY", "First day after their validity; default none");
        var set = Text("--set", "NAME", "Set of the boundaries; default districts");
        var name = Text("--name", "PROPERTY", "Property that contains the name; default name");
        var population = Text("--population", "PROPERTY", "Property that contains the number of residents; default none");
        var region = Text("--region", "PROPERTY", "Property that contains the region; default none");
        var load = new Command("load", "Load boundaries with their validity") { file, from, to, set, name, population, region };
        load.SetAction((parsed, _) =>
        {
            var vintage = new BoundaryVintage(
                parsed.GetValue(set) ?? "districts", parsed.GetValue(name) ?? "name", Given(region), Day(from)!.Value, Day(to),
                Given(population));
            var path = parsed.GetRequiredValue(file);
            return onHost(parsed, (host, cancellation) => Load(host, path, vintage, cancellation));

            string? Given(Option<string> option) => parsed.GetValue(option) is { Length: > 0 } text ? text : null;

            LocalDate? Day(Option<string> option) =>
                parsed.GetValue(option) is not { } text ? null
                : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day
                : throw new HostOptionsException($"{option.Name} needs a day such as 2022-06-08, not '{text}'.");
        });
        return new Command("boundaries", "Load boundaries") { load };
    }

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    private static async Task<int> Load(IHost host, string file, BoundaryVintage vintage, CancellationToken cancellation)
    {
        try
        {
            var count = await host.Services.GetRequiredService<BoundaryStore>().Load(file, vintage, cancellation);
            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"{count} boundaries of {vintage.Set} from {LocalDatePattern.Iso.Format(vintage.ValidFrom)} on."));
            return 0;
        }
        catch (BoundaryException e)
        {
            Console.Error.WriteLine($"{e.Message} ({e.Code.Text()})");
            return 1;
        }
    }
}
