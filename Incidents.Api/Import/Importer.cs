using System.Diagnostics;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Settings of an <see cref="Importer"/>.</summary>
internal sealed record ImporterOptions
{
    /// <summary>Reports in one call of the sink.</summary>
    public int ChunkSize { get; init; } = 500;

    /// <summary>Calls under way at once.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Rows held back because they must not overtake others; reading pauses beyond it.</summary>
    public int MaxHeld { get; init; } = 10_000;

    /// <summary>Told when the store cannot be reached, and when it can again.</summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Told the state after every answered call.</summary>
    public Action<ImportSummary> Progress { get; init; } = _ => { };

    /// <summary>Waits between attempts.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;
}

/// <summary>
/// Reads, maps and hands over the rows of one file, several chunks at a time. Stopped anywhere, even by a kill, it is simply run again: what
/// was committed answers as a duplicate.
/// </summary>
internal sealed class Importer(ImportSink sink, RejectsFile rejects, ImporterOptions options)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ImportSummary summary = new();
    private readonly Queue<(IReadOnlyList<MappedRow> Rows, Task<ReportAnswer[]> Answers)> window = [];
    private List<MappedRow> chunk = [];
    private StepOrder order = new(_ => null);
    private int waiting;

    /// <summary>Imports all rows, or those read until cancelled.</summary>
    public async Task<ImportSummary> RunAsync(RowReader rows, ImportMap map, Cities cities, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var mapper = new RowMapper(map, rows.Columns, cities);
        order = new(KeyOf(map));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            if (map.DeclaredCity is { } city)
                await sink.DeclareCity(city, stop.Token);
            while (!stop.IsCancellationRequested && Next(rows) is { } row)
                await Take(mapper.Map(row), stop.Token);
            await SettleAll();
            while (chunk.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Send(stop.Token);
                await SettleAll();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await SettleCompleted();
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var call in window)
                await ((Task)call.Answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
            throw new ImportException($"The file cannot be read any further after {summary.Rows} rows: {e.Message}");
        }
    }

    // Only where rows can concern the same thing need their order be watched.
    private static Func<MappedRow, string?> KeyOf(ImportMap map)
    {
        if (map.Withdrawn is not null)
            return row => row.Report!.Reference;
        return map.Texts.ContainsKey("phase") ? row => row.Report!.Id : _ => null;
    }

    private async Task Take(MappedRow row, CancellationToken cancellation)
    {
        summary.Rows++;
        summary.AmbiguousTimes += row.Change == ClockChange.Ambiguous ? 1 : 0;
        summary.SkippedTimes += row.Change == ClockChange.Skipped ? 1 : 0;
        summary.KnownTooEarly += row.KnownTooEarly ? 1 : 0;
        if (row.Refusal is { } refusal)
            Refuse(row.Row, refusal);
        else if (row.IsSkipped)
            summary.Skipped++;
        else if (order.TryEnter(row))
            chunk.Add(row);

        while (order.Held >= options.MaxHeld)
        {
            if (chunk.Count > 0)
                Send(cancellation);
            await Settle();
        }
        if (chunk.Count < options.ChunkSize)
            return;
        Send(cancellation);
        while (window.Count >= options.Window || (window.TryPeek(out var first) && first.Answers.IsCompleted))
            await Settle();
    }

    private void Send(CancellationToken cancellation)
    {
        var rows = chunk;
        chunk = new(options.ChunkSize);
        window.Enqueue((rows, AnswersTo(rows, cancellation)));
    }

    private async Task<ReportAnswer[]> AnswersTo(IReadOnlyList<MappedRow> rows, CancellationToken cancellation)
    {
        var answers = await Accept([.. rows.Select(r => r.Report!)], cancellation);
        var wait = FirstWait;
        var told = false;
        while (Unanswered(answers) is { Count: > 0 } unanswered)
        {
            if (!told && Interlocked.Increment(ref waiting) == 1)
                options.Notice("The store cannot be reached; nothing is lost. Trying again until it can, or until stopped with Ctrl-C.");
            told = true;
            await options.Wait(wait, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            var again = await Accept([.. unanswered.Select(i => rows[i].Report!)], cancellation);
            for (var i = 0; i < again.Length; i++)
                answers[unanswered[i]] = again[i];
        }
        if (told && Interlocked.Decrement(ref waiting) == 0)
            options.Notice("The store can be reached again.");
        return answers;
    }

    private async Task<ReportAnswer[]> Accept(IReadOnlyList<Report> reports, CancellationToken cancellation)
    {
        var answers = await sink.Accept(reports, cancellation);
        return answers.Length == reports.Count ? answers : throw new InvalidOperationException($"{reports.Count} reports got {answers.Length} answers.");
    }

    private static List<int> Unanswered(ReportAnswer[] answers) =>
        [.. Enumerable.Range(0, answers.Length).Where(i => answers[i].Status == ReportStatus.Unavailable)];

    private async Task SettleAll()
    {
        while (window.Count > 0)
            await Settle();
    }

    private async Task SettleCompleted()
    {
        while (window.TryPeek(out var first))
        {
            await ((Task)first.Answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!first.Answers.IsCompletedSuccessfully)
                window.Dequeue();
            else
                await Settle();
        }
    }

    private async Task Settle()
    {
        var (rows, task) = window.Peek();
        var answers = await task;
        window.Dequeue();
        for (var i = 0; i < answers.Length; i++)
        {
            Count(rows[i], answers[i]);
            chunk.AddRange(order.Leave(rows[i]));
        }
        options.Progress(summary);
    }

    private void Count(MappedRow row, ReportAnswer answer)
    {
        switch (answer.Status)
        {
            case ReportStatus.Refused:
                Refuse(row.Row, answer.Refusal!);
                break;
            case ReportStatus.Duplicate:
                summary.Duplicate++;
                break;
            case ReportStatus.Accepted when !row.IsWithdrawal:
                summary.Accepted++;
                break;
            case ReportStatus.Accepted when answer.Unmatched:
                summary.WithdrawnUnmatched++;
                break;
            case ReportStatus.Accepted:
                summary.Withdrawn++;
                break;
            default:
                throw new InvalidOperationException($"An answer cannot be {answer.Status} here.");
        }
    }

    private void Refuse(Row row, Refusal refusal)
    {
        summary.Refused[refusal.Code] = summary.Refused.GetValueOrDefault(refusal.Code) + 1;
        rejects.Add(row, refusal);
    }
}
