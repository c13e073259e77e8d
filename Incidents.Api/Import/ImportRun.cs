using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>The arguments of an import.</summary>
/// <param name="File">The data file.</param>
/// <param name="Map">A map's path, or the name of a shipped one.</param>
/// <param name="Rejects">The path of the file of refused rows.</param>
/// <param name="Json">Whether the summary is JSON.</param>
/// <param name="Quiet">Whether there is no progress.</param>
/// <param name="Abandon">Whether an unfinished import of another file of the same source is given up.</param>
internal sealed record ImportRequest(
    string File, string Map, string Rejects, bool Json = false, bool Quiet = false, bool Abandon = false);

/// <summary>An import from the command line: checks the map and the file, imports, and writes the summary.</summary>
internal sealed class ImportRun : IDisposable
{
    /// <summary>Exit code: the whole file was read; rows may have been refused.</summary>
    public const int Done = 0;

    /// <summary>Exit code: the map or the file is not valid; nothing, or only a part, was imported.</summary>
    public const int Wrong = 1;

    /// <summary>The folder of the included maps.</summary>
    public static readonly string ShippedMaps = Path.Combine(AppContext.BaseDirectory, "Data", "maps");

    /// <summary>The form of a summary in JSON.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ImportRequest request;
    private readonly Cities cities;
    private readonly ImportMap map;
    private readonly DataFile file;
    private readonly RejectsFile rejects;

    /// <summary>Checks the map and the file before a row is read.</summary>
    /// <exception cref="ImportException">The map or the file is not usable.</exception>
    public ImportRun(ImportRequest request, Cities cities)
    {
        (this.request, this.cities) = (request, cities);
        map = MapFile.Load(request.Map, ShippedMaps);
        if (map.MissingForImport() is { Count: > 0 } missing)
            throw new ImportException([$"The map {request.Map} is not usable for an import:", .. missing]);
        file = DataFile.Open(request.File, map.Layout);
        try
        {
            _ = new RowMapper(map, file.Rows.Columns, cities, file.Rows.File);
            rejects = new(request.Rejects);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Imports the file; where its map says from when its rows were known, as a batch that is closed at the end.</summary>
    public async Task<int> Run(
        ImportSink sink, HistoricBatches batches, IAnsiConsole output, IAnsiConsole progress, CancellationToken cancellation)
    {
        if (map.KnownAt is null)
            return await Run(sink, output, progress, cancellation);
        if (await batches.Begin(map.Source!, FileMark.Of(request.File), request.Abandon, cancellation) is not { } batch)
            throw new ImportException(
                ErrorCode.ImportUnfinished,
                [
                    $"The import of another file of the source '{map.Source}' is not finished. Import that file again to its end first,",
                    "or give it up with --abandon: the days that it reached are then closed.",
                ]);
        try
        {
            var code = await Run(sink.For(batch), output, progress, cancellation);
            if (code == Done)
                await batch.End(cancellation);
            return code;
        }
        catch (HistoricBatchTakenException e)
        {
            throw new ImportException(ErrorCode.ImportTaken, e.Message);
        }
    }

    /// <summary>Imports the file, with progress on one console and the summary on the other.</summary>
    /// <returns>The exit code of an import that was not interrupted.</returns>
    /// <exception cref="OperationCanceledException">
    /// Interrupted, after the summary of what was imported; the same command continues.
    /// </exception>
    public async Task<int> Run(ImportSink sink, IAnsiConsole output, IAnsiConsole progress, CancellationToken cancellation)
    {
        using var run = EventMetadata.Correlate("import");
        var summary = request.Quiet || !progress.Profile.Capabilities.Interactive
            ? await Import(new() { Notice = progress.WriteLine, Progress = Lines(progress) })
            : await progress.Progress().AutoClear(true)
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                    new RemainingTimeColumn())
                .StartAsync(context => ImportWithBar(context, progress));
        if (request.Json)
        {
            var error = summary.Failure is { } fault ? ImportFault.Of(fault) : null;
            output.Profile.Out.Writer.WriteLine(
                JsonSerializer.Serialize(
                    new { file = request.File, source = map.Source, rejects = rejects.Written, summary, error }, Json));
        }
        else
        {
            ImportReport.Write(output, summary, rejects.Written);
        }
        if (summary.Interrupted)
            throw new OperationCanceledException(cancellation);
        if (summary.Failure is null)
            return Done;
        progress.WriteLine(summary.Failure.Message);
        return Wrong;

        // Reading and decompression block, so they run on another thread.
        Task<ImportSummary> Import(ImporterOptions options) =>
            Task.Run(() => new Importer(sink, rejects, options).Run(file.Rows, map, cities, cancellation), CancellationToken.None);

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
                    task.Description = $"{s.WithResult:N0} rows, {s.WithResult / started.Elapsed.TotalSeconds:N0}/s";
                },
            });
        }
    }

    // Not on a terminal, where a bar would fill a log.
    private Action<ImportSummary> Lines(IAnsiConsole progress)
    {
        if (request.Quiet)
        {
            return _ => { };
        }
        return new ProgressLines(progress.WriteLine, () => file.Progress, TimeProvider.System).Show;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rejects.Dispose();
        file.Dispose();
    }
}
