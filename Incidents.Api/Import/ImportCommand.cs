using System.CommandLine;
using System.Text.Json;
using Incidents.Api.CommandLine;
using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary><c>import FILE --map MAP</c>: imports a file of a register.</summary>
/// <remarks>
/// The exit code is 0 if the whole file was read, even if rows were refused; 1 if the map or the file is not valid, or if the file breaks
/// off; 130 or 143 after an interruption.
/// </remarks>
internal static class ImportCommand
{
    /// <summary>Defines the command.</summary>
    /// <param name="onHost">Runs work on a host.</param>
    /// <param name="alone">Runs work without a host, until it is interrupted.</param>
    /// <param name="kinds">The kinds of reports.</param>
    public static Command Define(OnHost onHost, Func<Func<CancellationToken, Task<int>>, Task<int>> alone, ReportKinds kinds)
    {
        var file = new Argument<string>("FILE") { Description = "CSV, TSV, NDJSON, a JSON array or GeoJSON, also in .gz or .zip" };
        var map = new Option<string>("--map", "-m")
        {
            Required = true,
            HelpName = "MAP",
            Description = "Meaning of the columns: the path of a map (docs/import.md), or the name of an included one: "
                + "calgary, chicago, montgomery, st-louis, vancouver",
        };
        var rejects = new Option<string>("--rejects", "-r")
        {
            HelpName = "FILE",
            Description = "File of the refused rows, if there are any; default FILE.rejects.csv in the working directory",
        };
        var json = new Option<bool>("--json", "-j") { Description = "Summary as JSON, nothing else on standard output" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress" };
        var abandon = new Option<bool>("--abandon")
        {
            Description = "Give up an unfinished import of another file of the same source; the days that it reached are closed",
        };
        var dryRun = new Option<bool>("--dry-run", "--preview")
        {
            Description = "Show the first rows as they would be read and what is wrong with all rows; write nothing",
        };
        var command = new Command("import", "Import a file of a register") { file, map, rejects, json, quiet, abandon, dryRun };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            var refused = parsed.GetValue(rejects) is { Length: > 0 } given ? given : Path.GetFileName(path) + ".rejects.csv";
            var request = new ImportRequest(
                path, parsed.GetRequiredValue(map), refused, parsed.GetValue(json), parsed.GetValue(quiet), parsed.GetValue(abandon));
            if (parsed.GetValue(dryRun))
                return alone(cancellation => DryRun(request, kinds, cancellation));
            return onHost(parsed, (host, cancellation) => Run(host, request, cancellation));
        });
        return command;
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer) => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });

    private static async Task<int> Run(IHost host, ImportRequest request, CancellationToken cancellation)
    {
        try
        {
            using var run = new ImportRun(request, host.Services.GetRequiredService<Cities>());
            await host.StartAsync(cancellation);
            var sink = host.Services.GetRequiredService<ImportSink>();
            var batches = host.Services.GetRequiredService<HistoricBatches>();
            var code = await run.Run(sink, batches, ConsoleOn(Console.Out), ConsoleOn(Console.Error), cancellation);
            await host.StopAsync(cancellation);
            return code;
        }
        catch (ImportException e)
        {
            return Fail(request, e);
        }
    }

    // Needs no database: the rules of the intake are checked without one.
    private static async Task<int> DryRun(ImportRequest request, ReportKinds kinds, CancellationToken cancellation)
    {
        try
        {
            return await new DryRun(request, Catalogues.Cities(), kinds).Run(
                ConsoleOn(Console.Out), ConsoleOn(Console.Error), cancellation);
        }
        catch (ImportException e)
        {
            return Fail(request, e);
        }
    }

    private static int Fail(ImportRequest request, ImportException e)
    {
        if (request.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { file = request.File, error = ImportFault.Of(e) }, ImportRun.Json));
        foreach (var problem in e.Problems)
            Console.Error.WriteLine(problem);
        return ImportRun.Wrong;
    }
}
