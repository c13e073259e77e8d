using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Domain.Language;
using NodaTime.Text;

namespace Incidents.Api.Addresses;

/// <summary><c>addresses FILE</c>: loads house numbers. The exit code is 1 if the file is not valid.</summary>
/// <remarks>
/// Columns: <c>city</c>, <c>street</c>, <c>house</c>, <c>longitude</c>, <c>latitude</c> and <c>valid_from</c> (<c>yyyy-mm-dd</c>), all
/// required. The houses of each city of the file replace all houses of that city.
/// </remarks>
internal static class AddressesCommand
{
    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "CSV: city, street, house, longitude, latitude, valid_from" };
        var command = new Command("addresses", "Load the house numbers of towns, in place of those before") { file };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            return onHost(parsed, (host, cancellation) => Load(host, path, cancellation));
        });
        return command;
    }

    /// <summary>The houses of a file.</summary>
    /// <exception cref="ImportException">It cannot be read, or a row is no house.</exception>
    internal static List<HouseAddress> Read(string path, Cities cities) =>
        new TableFile(path, ErrorCode.AddressesUnreadable, Gazetteer.Most).Read(
            ["city", "street", "house", "longitude", "latitude", "valid_from"], row => House(row, cities));

    private static HouseAddress House(TableRow row, Cities cities)
    {
        var city = row.Required("city", Texts.City);
        if (cities.Find(city) is null)
            row.Check(Refusals.CityUnknown(city, "city"));
        var day = LocalDatePattern.Iso.Parse(row.Required("valid_from", Texts.Name));
        if (!day.Success)
            throw row.Wrong("'valid_from' is a day as yyyy-mm-dd.");
        if (day.Value.Year < EventTime.EarliestYear)
            throw row.Wrong($"'valid_from' is in {EventTime.EarliestYear} or later.");
        var (street, house) = (row.Required("street", Texts.Street), row.Required("house", Texts.Name));
        if (StreetAddress.Of(street, house) is null)
            throw row.Wrong("the street or the house has neither letter nor digit.");
        return new(city, street, house, row.Point() ?? throw row.Wrong("it has no coordinates."), day.Value);
    }

    private static async Task<int> Load(IHost host, string path, CancellationToken cancellation)
    {
        try
        {
            var houses = Read(path, host.Services.GetRequiredService<Cities>());
            await host.Services.GetRequiredService<Gazetteer>().Replace(houses, cancellation);
            Console.Out.WriteLine(FormattableString.Invariant($"{houses.Count} addresses."));
            return 0;
        }
        catch (ImportException e)
        {
            Console.Error.WriteLine($"{e.Message} ({e.Code.Text()})");
            return 1;
        }
    }
}
