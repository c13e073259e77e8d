using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.Import;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Units;

namespace Incidents.Api.Units;

/// <summary><c>units FILE</c>: enters the units of a list. The exit code is 1 if the file is not valid, or a unit was refused.</summary>
/// <remarks>
/// Required columns: <c>city</c>, <c>unit</c> (the call sign) and <c>kind</c>. Others: <c>district</c>, <c>street</c>, <c>longitude</c>,
/// <c>latitude</c> and <c>account</c>. A unit that the list leaves out stays.
/// </remarks>
internal static class UnitsCommand
{
    private const int Most = 20_000;

    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "CSV with the columns city, unit, kind and more" };
        var command = new Command("units", "Enter the units of a list, or take over what it says otherwise") { file };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            return onHost(parsed, (host, cancellation) => Load(host, path, cancellation));
        });
        return command;
    }

    /// <summary>The units of a file.</summary>
    /// <exception cref="ImportException">It cannot be read, or a row is no unit.</exception>
    internal static List<RegisterUnit> Read(string path, Cities cities) =>
        new TableFile(path, ErrorCode.UnitsUnreadable, Most).Read(["city", "unit", "kind"], row => Unit(row, cities));

    private static RegisterUnit Unit(TableRow row, Cities cities)
    {
        var city = row.Required("city", Texts.City);
        if (cities.Find(city) is null)
            row.Check(Refusals.CityUnknown(city, "city"));
        var kind = row.Required("kind", Texts.Name);
        if (!Enum.TryParse<UnitKind>(kind, ignoreCase: true, out var known) || char.IsDigit(kind[0]) || kind[0] == '-')
            row.Check(RegisterUnit.KindUnknown);
        var command = new RegisterUnit(
            row.Required("unit", Texts.CallSign), known,
            new(city, row.Text("district", Texts.District), row.Point(), row.Text("street", Texts.Street)),
            row.Text("account", Texts.Person));
        row.Check(command.Check());
        return command;
    }

    private static async Task<int> Load(IHost host, string path, CancellationToken cancellation)
    {
        try
        {
            var units = Read(path, host.Services.GetRequiredService<Cities>());
            var store = host.Services.GetRequiredService<CommandStore>();
            var (changed, refused) = (0, 0);
            foreach (var unit in units)
            {
                var result = await store.Decide(unit, cancellation);
                if (result.Refusal is { } refusal)
                {
                    Console.Error.WriteLine($"{unit.Unit}: {refusal.Message} ({refusal.Code.Text()})");
                    refused++;
                }
                else if (result.Changed)
                {
                    changed++;
                }
            }
            Console.Out.WriteLine(FormattableString.Invariant($"{units.Count} units, {changed} of them new or changed."));
            return refused == 0 ? 0 : 1;
        }
        catch (ImportException e)
        {
            Console.Error.WriteLine($"{e.Message} ({e.Code.Text()})");
            return 1;
        }
    }
}
