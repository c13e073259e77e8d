using System.CommandLine;
using Incidents.Domain;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>
/// <c>import FILE --map MAP</c>: reads a register's file into the store. Exit code 0 when the whole file was read, even if rows were refused;
/// 1 when the map or the file is wrong; 2 when interrupted.
/// </summary>
internal static class ImportCommand
{
    /// <summary>The command for the command line.</summary>
    public static Command Define(OnHost onHost)
    {
        var file = new Argument<string>("FILE") { Description = "CSV, TSV or NDJSON, also in .gz or .zip" };
        var map = new Option<string>("--map", "-m")
        {
            Required = true,
            HelpName = "MAP",
            Description = "What the columns mean: a map's path (docs/import.md), or a shipped map: calgary, chicago, montgomery, st-louis, vancouver",
        };
        var rejects = new Option<string>("--rejects", "-r")
        {
            HelpName = "FILE",
            Description = "Where refused rows go, if there are any; default FILE.rejects.csv in the working directory",
        };
        var json = new Option<bool>("--json", "-j") { Description = "Summary as JSON, nothing else on standard output" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress bar" };
        var command = new Command("import", "Import a register's file") { file, map, rejects, json, quiet };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            var refused = parsed.GetValue(rejects) is { Length: > 0 } given ? given : Path.GetFileName(path) + ".rejects.csv";
            var request = new ImportRequest(path, parsed.GetRequiredValue(map), refused, parsed.GetValue(json), parsed.GetValue(quiet));
            return onHost(parsed, (host, _) => Run(host, request));
        });
        return command;
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer) => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });

    private static async Task<int> Run(IHost host, ImportRequest request)
    {
        try
        {
            using var run = new ImportRun(request, host.Services.GetRequiredService<Cities>());
            await host.StartAsync();
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            var code = await run.RunAsync(host.Services.GetRequiredService<ImportSink>(), ConsoleOn(Console.Out), ConsoleOn(Console.Error), stopping);
            await host.StopAsync();
            return code;
        }
        catch (ImportException e)
        {
            foreach (var problem in e.Problems)
                Console.Error.WriteLine(problem);
            return ImportRun.Wrong;
        }
    }
}
