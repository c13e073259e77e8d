using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
using Spectre.Console;

namespace Incidents.Api.Import;

/// <summary>Reads a file as an import would, and shows the first rows and what was found out; writes nothing.</summary>
/// <remarks>
/// All rows are mapped and pass the rules of the intake. What only the store knows is not checked: rows of earlier imports, cities that an
/// earlier import declared, and what a withdrawal withdraws.
/// </remarks>
/// <param name="request">The arguments of the import.</param>
/// <param name="known">The known cities.</param>
/// <param name="kinds">The kinds of reports.</param>
internal sealed class DryRun(ImportRequest request, Cities known, ReportKinds kinds)
{
    /// <summary>Number of rows that are shown.</summary>
    public const int Shown = 10;

    // Enough for the patterns of times.
    private const int Examined = 100;

    // Beyond so many rows, later duplicates are not counted.
    private const int MostIdentities = 1_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<MappedRow> first = [];
    private readonly Dictionary<long, Refusal> refusals = [];
    private readonly HashSet<(string?, string?, string?, string?)> identities = [];

    /// <summary>Reads the file and writes what was found out.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ImportException">The map or the file is not usable.</exception>
    public async Task<int> Run(IAnsiConsole output, IAnsiConsole errors, CancellationToken cancellation)
    {
        var map = MapFile.Load(request.Map, ImportRun.ShippedMaps);
        if (map.MissingForImport() is { Count: > 0 } missing)
            throw new ImportException([$"The map {request.Map} is not usable for an import:", .. missing]);
        using var file = DataFile.Open(request.File, map.Layout);
        var mapper = new RowMapper(map, file.Rows.Columns, known, file.Rows.File);
        var cities = map.DeclaredCity is { } city && known.Find(city.Code) is null ? new Cities([.. known.All, city]) : known;
        var everySource = new ConfigurationBuilder().AddInMemoryCollection([new("Sources:Historic", "*")]).Build();
        var interpreter = new ReportInterpreter(cities, kinds, HistoricSources.From(everySource), SystemClock.Instance);
        var sink = new ImportSink(
            (reports, _) => Task.FromResult<ReportAnswer[]>([.. reports.Select(report => Answer(interpreter, report))]),
            (_, _) => Task.CompletedTask);
        using var rejects = RejectsFile.None;
        var importer = new Importer(sink, rejects, new() { Mapped = Keep, Refused = Note });
        var summary = await Task.Run(() => importer.Run(file.Rows, map, cities, cancellation), CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();

        var times = mapper.Times.SelectMany(t => Guesses(t.Key, t.Columns)).ToList();
        var shown = first.Take(Shown).Select(row => new DryRow(
            row.Row.Line, row.Report, row.IsSkipped, (row.Refusal ?? refusals.GetValueOrDefault(row.Row.Line)) is { } refusal
                ? new(refusal.Code.Text(), refusal.Field, refusal.Message)
                : null)).ToList();
        if (request.Json)
            WriteJson(output, file, map, times, shown, summary);
        else
            DryRunReport.Write(output, file, times, shown, summary);
        if (summary.Failure is null)
            return ImportRun.Done;
        errors.WriteLine(summary.Failure.Message);
        return ImportRun.Wrong;
    }

    private void WriteJson(
        IAnsiConsole output, DataFile file, ImportMap map, IReadOnlyList<TimeGuess> times, IReadOnlyList<DryRow> rows,
        ImportSummary summary) =>
        output.Profile.Out.Writer.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    dryRun = true,
                    file = request.File,
                    source = map.Source,
                    detected = file.Facts,
                    columns = file.Rows.Columns,
                    times,
                    rows,
                    summary,
                    error = summary.Failure is { } fault ? ImportFault.Of(fault) : null,
                }, Json));

    private void Note(Row row, Refusal refusal)
    {
        if (first.Count < Examined || row.Line <= first[^1].Row.Line)
            refusals[row.Line] = refusal;
    }

    private void Keep(MappedRow row)
    {
        if (first.Count < Examined)
            first.Add(row);
    }

    private ReportAnswer Answer(ReportInterpreter interpreter, Report report)
    {
        if (interpreter.Interpret(report, out var refusal) is null && refusal is not null)
            return new(ReportStatus.Refused, Refusal: refusal);
        var isNew = identities.Count >= MostIdentities || identities.Add((report.Kind, report.Id, report.Phase, report.Revision));
        return new(isNew ? ReportStatus.Accepted : ReportStatus.Duplicate);
    }

    private IEnumerable<TimeGuess> Guesses(string key, TimeColumns columns) =>
        from text in first.Where(row => row.Row.Problem is null).Select(row => columns.TextOf(row.Row))
            .OfType<(string Text, TimeRule Rule)>()
        where text.Rule.Unit is null
        group text.Text by text.Rule into texts
        select TimeGuess.Of(key, texts.Key, [.. texts]);
}

/// <summary>A row as it would be read.</summary>
/// <param name="Line">The number of its line.</param>
/// <param name="Report">The report; null if the map refuses or skips the row.</param>
/// <param name="IsSkipped">Whether the map skips the row.</param>
/// <param name="Refusal">Why the row would be refused, or null.</param>
internal sealed record DryRow(long Line, Report? Report, bool IsSkipped, DryRefusal? Refusal);

/// <summary>Why a row would be refused.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="Message">A sentence.</param>
internal sealed record DryRefusal(string Code, string? Field, string Message);
