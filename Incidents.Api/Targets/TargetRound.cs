using Incidents.Api.Hearing;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Targets;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Targets;

/// <summary>Escalates the targets that were passed.</summary>
/// <remarks>
/// A deadline that came while no host was running is due at the next start. Several hosts share the rows; what one has taken, another
/// passes over. Whether the step was done is read from the events at this moment, so that an answer of which no row knows raises nothing;
/// and whether it was escalated is decided against the stream of escalations, so that a host that was killed in between raises nothing
/// twice.
/// </remarks>
internal sealed partial class TargetRound(
    NpgsqlDataSource source, TargetReader reader, CommandStore commands, SharedClock clock, ILogger<TargetRound> log)
{
    private const int MostAtOnce = 100;
    private const string Cause = "target";
    private static readonly Duration LongestPause = Duration.FromMinutes(5);

    private readonly ILogger<TargetRound> log = log;

    /// <summary>Does it for all that is due.</summary>
    /// <returns>Number of escalations.</returns>
    public async Task<int> Run(CancellationToken cancellation)
    {
        var raised = 0;
        while (true)
        {
            var (taken, escalated) = await Page(cancellation);
            raised += escalated;
            if (taken < MostAtOnce)
                return raised;
        }
    }

    private async Task<(int Taken, int Escalated)> Page(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var now = (await clock.Read(connection, cancellation)).Now;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var due = await TargetTable.Due(connection, now, MostAtOnce, cancellation);
        var escalated = 0;
        foreach (var kept in due)
        {
            // What is wrong with one thing holds up no other.
            try
            {
                var thing = (await reader.Read([(kept.Subject, kept.Thing)], cancellation)).GetValueOrDefault(kept.Thing);
                var (target, deadline) = thing?.Deadlines()
                    .FirstOrDefault(d => d.Deadline.Target.Name == kept.Target && d.Deadline.Level == kept.Level) ?? default;
                if (deadline is null)
                {
                    await TargetTable.Remove(connection, kept, cancellation);
                }
                else if (deadline.DueAt.ToInstant() is var later && later > now)
                {
                    await TargetTable.Postpone(connection, kept with { DueAt = later }, later, cancellation);
                }
                else if (await Escalate(thing!, target, deadline, cancellation) is { } isNew)
                {
                    escalated += isNew ? 1 : 0;
                    await TargetTable.Remove(connection, kept, cancellation);
                }
                else
                {
                    await TryLater(connection, kept, now, cancellation);
                }
            }
            catch (Exception e) when (!StoreFault.IsOfStore(e) && !cancellation.IsCancellationRequested)
            {
                LogFailed(e, kept.Target, kept.Subject, kept.Thing);
                await TryLater(connection, kept, now, cancellation);
            }
        }
        await transaction.CommitAsync(cancellation);
        return (due.Count, escalated);
    }

    /// <summary>Whether it was escalated now, and not before; null where that was refused.</summary>
    private async Task<bool?> Escalate(
        WatchedThing thing, TargetClock target, TargetDeadline deadline, CancellationToken cancellation)
    {
        var times = thing.Times;
        var result = await commands.Decide(
            new Escalate(times.Subject, times.Id, times.Category, times.Place, deadline, target.StartedAt!.Value), cancellation,
            new(Cause: Cause));
        if (result.Refusal is null)
            return result.Changed;
        LogRefused(deadline.Target.Name, times.Subject, times.Id, result.Refusal.Code.Text());
        return null;
    }

    private static Task TryLater(NpgsqlConnection connection, KeptDeadline kept, Instant now, CancellationToken cancellation)
    {
        var tries = kept.Tries + 1;
        var pause = Duration.Min(LongestPause, Duration.FromSeconds(1 << Math.Min(tries, 9)));
        return TargetTable.Postpone(connection, kept with { Tries = tries }, now + pause, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "The target {Target} of {Subject} {Thing} is not escalated: {Code}; this is tried again.")]
    private partial void LogRefused(string target, TargetSubject subject, Guid thing, string code);

    [LoggerMessage(LogLevel.Error, "The target {Target} of {Subject} {Thing} was not escalated; this is tried again.")]
    private partial void LogFailed(Exception e, string target, TargetSubject subject, Guid thing);
}

/// <summary>Looks for passed targets again and again.</summary>
internal sealed partial class TargetService(TargetRound round, TargetSettings settings, ILogger<TargetService> log) : BackgroundService
{
    private readonly ILogger<TargetService> log = log;

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
                await round.Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogAway(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be looked for passed targets; this is tried again.")]
    private partial void LogAway(Exception e);
}
