using System.Diagnostics;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Settings of an <see cref="Importer"/>.</summary>
internal sealed record ImporterOptions
{
    /// <summary>Number of reports in one call of the sink.</summary>
    public int ChunkSize { get; init; } = 500;

    /// <summary>Greatest number of concurrent calls.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Greatest number of rows that wait for an earlier row; reading pauses above it.</summary>
    public int MaxHeld { get; init; } = 10_000;

    /// <summary>Called when the store becomes unavailable, and when it is available again.</summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Called with the summary after each call of the sink.</summary>
    public Action<ImportSummary> Progress { get; init; } = _ => { };

    /// <summary>Called with every row in the order of the file.</summary>
    public Action<MappedRow> Mapped { get; init; } = _ => { };

    /// <summary>Called with every refused row.</summary>
    public Action<Row, Refusal> Refused { get; init; } = (_, _) => { };

    /// <summary>Waits between two attempts.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;
}

/// <summary>Reads and maps the rows of a file and sends them to the sink, several chunks at a time.</summary>
/// <remarks>An import that was stopped, even by a kill, is run again: committed rows are then duplicates.</remarks>
internal sealed class Importer(ImportSink sink, RejectsFile rejects, ImporterOptions options)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ImportSummary summary = new();
    private RowTally tally = new(new(), new([]));
    private readonly RepeatedRows repeated = new();
    private readonly HashSet<long> others = [];
    private readonly Queue<(IReadOnlyList<MappedRow> Rows, Task<ReportAnswer[]> Results)> window = [];
    private List<MappedRow> chunk = [];
    private StepOrder order = new(_ => null);
    private int waiting;

    /// <summary>Imports all rows, or those before the cancellation or before a fault of the file.</summary>
    /// <returns>The summary; <see cref="ImportSummary.Failure"/> contains a fault of the file.</returns>
    public async Task<ImportSummary> Run(RowReader rows, ImportMap map, Cities cities, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var mapper = new RowMapper(map, rows.Columns, cities, rows.File);
        tally = new(summary, cities);
        order = new(KeyOf(map));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            if (map.DeclaredCity is { } city)
                await sink.DeclareCity(city, stop.Token);
            if (map.Covers is { } covers && sink.DeclareCoverage is { } declare
                && await declare(covers.Declaration(map), stop.Token) is { } fault)
                throw new ImportException($"\"covers\": {fault.Message} ({fault.Code.Text()})");
            while (!stop.IsCancellationRequested && Next(rows) is { } row)
                await Take(mapper.Map(row), stop.Token);
            await TakeAllResults();
            while (chunk.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Send(stop.Token);
                await TakeAllResults();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await TakeCompletedResults();
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var call in window)
                await ((Task)call.Results).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        tally.Finish();
        summary.Interrupted = cancellation.IsCancellationRequested;
        summary.Seconds = clock.Elapsed.TotalSeconds;
        return summary;
    }

    private Row? Next(RowReader rows)
    {
        try
        {
            return rows.Read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // What was read before is imported.
            summary.Failure = new(ErrorCode.FileBrokenOff, $"The file cannot be read after row {summary.Rows}: {e.Message}");
            return null;
        }
    }

    // The order matters only if several rows can be about the same thing.
    private static Func<MappedRow, string?> KeyOf(ImportMap map)
    {
        if (map.Withdrawn is not null)
            return row => row.Report!.Reference;
        return map.Texts.ContainsKey("phase") ? row => row.Report!.Id : _ => null;
    }

    private async Task Take(MappedRow row, CancellationToken cancellation)
    {
        tally.Add(row);
        options.Mapped(row);
        if (row.Refusal is { } refusal)
            Refuse(row.Row, refusal);
        else if (row.IsSkipped)
            summary.Skipped++;
        else
            Order(row);

        while (order.Held >= options.MaxHeld)
        {
            if (chunk.Count > 0)
                Send(cancellation);
            await TakeResult();
        }
        if (chunk.Count < options.ChunkSize)
            return;
        Send(cancellation);
        while (window.Count >= options.Window || (window.TryPeek(out var first) && first.Results.IsCompleted))
            await TakeResult();
    }

    private void Order(MappedRow row)
    {
        if (repeated.IsOther(row))
            others.Add(row.Row.Line);
        if (order.TryEnter(row))
            chunk.Add(row);
    }

    private void Send(CancellationToken cancellation)
    {
        var rows = chunk;
        chunk = new(options.ChunkSize);
        window.Enqueue((rows, Results(rows, cancellation)));
    }

    private async Task<ReportAnswer[]> Results(IReadOnlyList<MappedRow> rows, CancellationToken cancellation)
    {
        var results = await Accept([.. rows.Select(r => r.Report!)], cancellation);
        var wait = FirstWait;
        var reported = false;
        while (Unavailable(results) is { Count: > 0 } unavailable)
        {
            if (!reported && Interlocked.Increment(ref waiting) == 1)
                options.Notice("The store cannot be reached; nothing is lost. The import tries again until it can, or until Ctrl-C.");
            reported = true;
            await options.Wait(wait, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            var again = await Accept([.. unavailable.Select(i => rows[i].Report!)], cancellation);
            for (var i = 0; i < again.Length; i++)
                results[unavailable[i]] = again[i];
        }
        if (reported && Interlocked.Decrement(ref waiting) == 0)
            options.Notice("The store can be reached again.");
        return results;
    }

    private async Task<ReportAnswer[]> Accept(IReadOnlyList<Report> reports, CancellationToken cancellation)
    {
        var results = await sink.Accept(reports, cancellation);
        return results.Length == reports.Count
            ? results
            : throw new InvalidOperationException($"{reports.Count} reports have {results.Length} results.");
    }

    private static List<int> Unavailable(ReportAnswer[] results) =>
        [.. Enumerable.Range(0, results.Length).Where(i => results[i].Status == ReportStatus.Unavailable)];

    private async Task TakeAllResults()
    {
        while (window.Count > 0)
            await TakeResult();
    }

    private async Task TakeCompletedResults()
    {
        while (window.TryPeek(out var first))
        {
            await ((Task)first.Results).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!first.Results.IsCompletedSuccessfully)
                window.Dequeue();
            else
                await TakeResult();
        }
    }

    private async Task TakeResult()
    {
        var (rows, task) = window.Peek();
        var results = await task;
        window.Dequeue();
        for (var i = 0; i < results.Length; i++)
        {
            Count(rows[i], results[i]);
            chunk.AddRange(order.Leave(rows[i]));
        }
        options.Progress(summary);
    }

    private void Count(MappedRow row, ReportAnswer result)
    {
        switch (result.Status)
        {
            case ReportStatus.Refused or ReportStatus.Conflict:
                Refuse(row.Row, result.Refusal!);
                break;
            case ReportStatus.Duplicate:
                summary.Duplicate++;
                summary.DuplicateNotCopy += others.Contains(row.Row.Line) ? 1 : 0;
                break;
            case ReportStatus.Accepted when !row.IsWithdrawal:
                summary.Accepted++;
                break;
            case ReportStatus.Accepted when result.Unmatched:
                summary.WithdrawnUnmatched++;
                break;
            case ReportStatus.Accepted:
                summary.Withdrawn++;
                break;
            default:
                throw new InvalidOperationException($"The status {result.Status} is not expected here.");
        }
    }

    private void Refuse(Row row, Refusal refusal)
    {
        var code = refusal.Code.Text();
        summary.Refused[code] = summary.Refused.GetValueOrDefault(code) + 1;
        if (!summary.Lines.TryGetValue(code, out var lines))
            summary.Lines.Add(code, lines = []);
        // Results of concurrent calls come in the order of the file, those of rows that waited later.
        if (lines.Count < ImportSummary.MostLines)
            lines.Add(row.Line);
        tally.Add(refusal);
        options.Refused(row, refusal);
        rejects.Add(row, refusal);
    }
}
