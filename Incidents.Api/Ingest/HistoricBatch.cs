using Incidents.Api.Store;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Ingest;

/// <summary>Begins the batches of historic sources.</summary>
internal sealed class HistoricBatches(NpgsqlDataSource source)
{
    /// <summary>Begins the batch of a file, or continues it where the import of the same file was stopped.</summary>
    /// <param name="register">The source.</param>
    /// <param name="content">What distinguishes the file from others.</param>
    /// <param name="abandon">Whether an unfinished import of another file is given up: the days that it reached are then closed.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The batch, or null where the import of another file of the source is not finished.</returns>
    public async Task<HistoricBatch?> Begin(string register, string content, bool abandon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             insert into {HistoricSourceTable.Name} as s (source, batch) values ($1, $2)
             on conflict (source) do update set
                 closed = case when s.batch is distinct from excluded.batch then greatest(s.closed, s.until) else s.closed end,
                 until = case when s.batch is distinct from excluded.batch then '-infinity' else s.until end,
                 batch = excluded.batch
             where s.batch is null or s.batch = excluded.batch or $3
             """);
        command.Parameters.Add(new() { Value = register });
        command.Parameters.Add(new() { Value = content });
        command.Parameters.Add(new() { Value = abandon });
        return await command.ExecuteNonQueryAsync(cancellation) == 1
            ? new(source, register, content)
            : null;
    }
}

/// <summary>The batch of a historic source: one file, whose days are closed when it was read to its end.</summary>
internal sealed class HistoricBatch(NpgsqlDataSource database, string source, string content)
{
    private DateOnly reached = DateOnly.MinValue;

    /// <summary>The source.</summary>
    public string Source => source;

    /// <summary>Records the latest day of reports before they are taken, so that it is closed also where the import is given up.</summary>
    /// <exception cref="HistoricBatchTakenException">Another import of the source has begun meanwhile.</exception>
    public async Task Reach(LocalDate latest, CancellationToken cancellation)
    {
        var day = latest.ToDateOnly();
        if (day <= reached)
            return;
        if (await Update("until = greatest(until, $3)", cancellation, day) == 0)
            throw new HistoricBatchTakenException(source);
        reached = day > reached ? day : reached;
    }

    /// <summary>Closes the days of the batch.</summary>
    public Task End(CancellationToken cancellation) =>
        Update("closed = greatest(closed, until), until = '-infinity', batch = null", cancellation);

    /// <summary>Whether a report may say from when it was known because it belongs to the batch.</summary>
    public bool Holds(Report report) => report.Source == source;

    private async Task<int> Update(string set, CancellationToken cancellation, params object[] values)
    {
        await using var command = database.CreateCommand(
            $"update {HistoricSourceTable.Name} set {set} where source = $1 and batch = $2");
        foreach (var value in (object[])[source, content, .. values])
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>Another import of the source has begun, and has given up this one.</summary>
internal sealed class HistoricBatchTakenException(string source) : Exception($"Another import of the source '{source}' has begun.");
