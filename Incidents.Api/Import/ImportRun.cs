using System.Text.Json;
using Incidents.Domain;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>What the command line asks for.</summary>
/// <param name="File">The data file.</param>
/// <param name="Map">A map's path, or the name of a shipped one.</param>
/// <param name="Rejects">Where refused rows go.</param>
/// <param name="Json">Whether the summary is JSON.</param>
/// <param name="Quiet">Whether to leave out the progress bar.</param>
internal sealed record ImportRequest(string File, string Map, string Rejects, bool Json = false, bool Quiet = false);

/// <summary>One import from the command line: checks map and file, imports, and tells the outcome.</summary>
internal sealed class ImportRun : IDisposable
{
    /// <summary>Everything was read; rows may have been refused.</summary>
    public const int Done = 0;

    /// <summary>The map or the file is wrong; nothing, or not everything, was imported.</summary>
    public const int Wrong = 1;

    /// <summary>It was interrupted; run it again to go on.</summary>
    public const int Interrupted = 2;

    /// <summary>The folder of the maps that come with the program.</summary>
    public static readonly string ShippedMaps = Path.Combine(AppContext.BaseDirectory, "Data", "maps");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ImportRequest request;
    private readonly Cities cities;
    private readonly ImportMap map;
    private readonly DataFile file;
    private readonly RejectsFile rejects;

    /// <summary>Checks everything that can be checked before a row is read.</summary>
    /// <exception cref="ImportException">The map or the file cannot be used.</exception>
    public ImportRun(ImportRequest request, Cities cities)
    {
        (this.request, this.cities) = (request, cities);
        map = MapFile.Load(request.Map, ShippedMaps);
        if (map.MissingForImport() is { Count: > 0 } missing)
            throw new ImportException([$"The map {request.Map} cannot be used for an import:", .. missing]);
        file = DataFile.Open(request.File, map.Layout);
        try
        {
            _ = new RowMapper(map, file.Rows.Columns, cities);
            rejects = new(request.Rejects);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Imports, with progress on one console and the summary on the other.</summary>
    /// <returns><see cref="Done"/> or <see cref="Interrupted"/>.</returns>
    public async Task<int> RunAsync(ImportSink sink, IAnsiConsole output, IAnsiConsole progress, CancellationToken cancellation)
    {
        var summary = request.Quiet || !progress.Profile.Capabilities.Interactive
            ? await Import(new() { Notice = progress.WriteLine })
            : await progress.Progress().AutoClear(true)
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context => ImportWithBar(context, progress));
        if (request.Json)
            output.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(new { file = request.File, source = map.Source, rejects = rejects.Written, summary }, Json));
        else
            ImportReport.Write(output, summary, rejects.Written);
        return summary.Interrupted ? Interrupted : Done;

        // Reading and unpacking block, so they get a thread of their own.
        Task<ImportSummary> Import(ImporterOptions options) =>
            Task.Run(() => new Importer(sink, rejects, options).RunAsync(file.Rows, map, cities, cancellation), CancellationToken.None);

        Task<ImportSummary> ImportWithBar(ProgressContext context, IAnsiConsole console)
        {
            var task = context.AddTask("starting", maxValue: 1);
            var started = System.Diagnostics.Stopwatch.StartNew();
            return Import(new()
            {
                Notice = console.WriteLine,
                Progress = s =>
                {
                    task.Value = file.Progress;
                    task.Description = $"{s.Answered:N0} rows, {s.Answered / started.Elapsed.TotalSeconds:N0}/s";
                },
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rejects.Dispose();
        file.Dispose();
    }
}
