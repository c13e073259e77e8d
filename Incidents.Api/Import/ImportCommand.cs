using Incidents.Domain;
using JasperFx.CommandLine;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>Arguments of <c>import</c>.</summary>
public sealed class ImportInput : NetCoreInput
{
    /// <summary>The data file.</summary>
    [Description("CSV, TSV or NDJSON, also in .gz or .zip")]
    public string File { get; set; } = "";

    /// <summary>A map's path, or the name of a shipped one.</summary>
    [Description("What the columns mean: a map's path (docs/import.md), or a shipped one: calgary, chicago, montgomery, st-louis, vancouver")]
    [FlagAlias("map", 'm')]
    public string MapFlag { get; set; } = "";

    /// <summary>Where refused rows go.</summary>
    [Description("Where refused rows go, if there are any; FILE.rejects.csv in the working directory unless told")]
    [FlagAlias("rejects", 'r')]
    public string RejectsFlag { get; set; } = "";

    /// <summary>Whether the summary is JSON.</summary>
    [Description("Summary as JSON, nothing else on standard output")]
    [FlagAlias("json", 'j')]
    public bool JsonFlag { get; set; }

    /// <summary>Whether to leave out the progress bar.</summary>
    [Description("No progress bar")]
    [FlagAlias("quiet", 'q')]
    public bool QuietFlag { get; set; }
}

/// <summary>
/// <c>import FILE --map MAP</c>: reads a register's file into the store. Sets <see cref="Environment.ExitCode"/>: 0 when the whole file was
/// read, even if rows were refused; 1 when the map or the file is wrong; 2 when interrupted.
/// </summary>
[Description("Import a register's file", Name = "import")]
public sealed class ImportCommand : JasperFxAsyncCommand<ImportInput>
{
    /// <inheritdoc/>
    public override async Task<bool> Execute(ImportInput input)
    {
        Environment.ExitCode = await Run(input);
        return Environment.ExitCode == 0;
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer) => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });

    private static async Task<int> Run(ImportInput input)
    {
        var errors = ConsoleOn(Console.Error);
        if (input.MapFlag.Length == 0)
        {
            Console.Error.WriteLine("Which map? Give --map with a path, or with the name of a shipped map (docs/import.md).");
            return ImportRun.Wrong;
        }
        using var host = input.BuildHost();
        try
        {
            var rejects = input.RejectsFlag.Length > 0 ? input.RejectsFlag : Path.GetFileName(input.File) + ".rejects.csv";
            using var run = new ImportRun(new(input.File, input.MapFlag, rejects, input.JsonFlag, input.QuietFlag), host.Services.GetRequiredService<Cities>());
            await host.StartAsync();
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            var code = await run.Run(host.Services.GetRequiredService<ImportSink>(), ConsoleOn(Console.Out), errors, stopping);
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
