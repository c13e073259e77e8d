using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Upkeep;
using Incidents.Projections.Upkeep;
using Npgsql;

namespace Incidents.Api.Upkeep;

/// <summary>Joins new observations to open tasks of the same kind that are near: they are the same thing.</summary>
/// <remarks>
/// Each observation is looked at once, in the order in which they came, after all that came before it: the result does not depend on how
/// many are looked at together, nor on a restart. How far that has come is a row; one host at a time does it, under a lock of the database.
/// A joining is decided against both tasks, so that a host that did one and ended before it recorded that does nothing twice.
/// </remarks>
internal sealed partial class UpkeepJoins(
    NpgsqlDataSource source, UpkeepReader reader, UpkeepRules rules, CommandStore commands, ILogger<UpkeepJoins> log)
{
    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE490;

    /// <summary>The statements that create the table.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.upkeep_joins (position bigint not null);
        insert into ops.upkeep_joins (position) select 0 where not exists (select from ops.upkeep_joins);
        """;

    /// <summary>The most observations that are looked at together.</summary>
    public const int MostAtOnce = 200;

    private readonly ILogger<UpkeepJoins> log = log;

    /// <summary>Looks at new observations.</summary>
    /// <returns>What was done; null where another host does it at this moment.</returns>
    public async Task<JoinRound?> Run(CancellationToken cancellation)
    {
        // No transaction is held meanwhile: read models wait for old ones.
        await using var guard = await source.OpenConnectionAsync(cancellation);
        if (!await Ask(guard, "pg_try_advisory_lock", cancellation))
            return null;
        try
        {
            return await Look(guard, cancellation);
        }
        finally
        {
            if (guard.State is System.Data.ConnectionState.Open)
                await Ask(guard, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    private async Task<JoinRound> Look(NpgsqlConnection guard, CancellationToken cancellation)
    {
        await using var asked = new NpgsqlCommand("select position from ops.upkeep_joins", guard);
        var position = (long)(await asked.ExecuteScalarAsync(cancellation))!;
        var observations = await reader.NewSince(position, MostAtOnce, cancellation);
        if (observations.Count == 0)
            return new(0, 0);
        var joined = 0;
        foreach (var observation in observations)
        {
            if (await Join(observation, cancellation))
                joined++;
        }
        await using var reached = new NpgsqlCommand("update ops.upkeep_joins set position = $1", guard);
        reached.Parameters.Add(new() { Value = observations[^1].Sequence });
        await reached.ExecuteNonQueryAsync(cancellation);
        return new(observations.Count, joined);
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}({Lock})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<bool> Join(NewObservation observation, CancellationToken cancellation)
    {
        if (!observation.IsOpen || observation.Point is null || rules.Find(observation.Category) is not { JoinMetres: > 0 and var most })
            return false;
        // What was joined a moment ago may still be told as open here: then the next nearest is tried.
        foreach (var into in await reader.Near(observation, most, cancellation))
        {
            var command = new JoinUpkeep(observation.Id, into, null, JoinUpkeep.Rule, most);
            try
            {
                var result = await commands.Decide(command, cancellation, new(Cause: JoinUpkeep.Rule));
                if (result.Refusal is null)
                    return result.Changed;
                if (result.Refusal.Code is ErrorCode.UpkeepTargetNotOpen or ErrorCode.UpkeepSeparatedBefore or ErrorCode.UpkeepTooFar)
                    continue;
                LogRefused(observation.Id, into, result.Refusal.Code.Text());
                return false;
            }
            // What is wrong with one task holds up no other.
            catch (Exception e) when (e is not StoreUnavailableException && !StoreFault.IsAway(e) && !cancellation.IsCancellationRequested)
            {
                LogFailed(e, observation.Id, into);
            }
        }
        return false;
    }

    [LoggerMessage(LogLevel.Information, "The observation {Observation} was not joined to {Task}: {Code}.")]
    private partial void LogRefused(Guid observation, Guid task, string code);

    [LoggerMessage(LogLevel.Error, "The observation {Observation} could not be joined to {Task}; a person may do that.")]
    private partial void LogFailed(Exception e, Guid observation, Guid task);
}

/// <summary>What was done with new observations.</summary>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Joined">How many of them were joined.</param>
internal readonly record struct JoinRound(int Looked, int Joined);

/// <summary>Joins new observations again and again.</summary>
internal sealed partial class UpkeepJoinService(UpkeepJoins joins, UpkeepSettings settings, ILogger<UpkeepJoinService> log)
    : BackgroundService
{
    private readonly ILogger<UpkeepJoinService> log = log;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Interval == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(settings.Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // As many as are looked at together: more may wait.
                while ((await joins.Run(stoppingToken))?.Looked is UpkeepJoins.MostAtOnce)
                    stoppingToken.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogAway(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "New observations of municipal property could not be joined; this is tried again.")]
    private partial void LogAway(Exception e);
}
