using Incidents.Api.Store;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Alarms;

/// <summary>Evaluates all conditions, raises and clears alarms, and sends what is to be sent.</summary>
/// <remarks>
/// One host at a time does it, under a lock of the database; the others find it taken, and go on with the next round. What is open and what
/// is not delivered is in the database, so a restart neither raises an alarm again nor forgets a message.
/// </remarks>
internal sealed partial class AlarmRound(
    NpgsqlDataSource source, AlarmTable table, IEnumerable<IAlarmCheck> checks, IEnumerable<IAlarmChannel> channels, AlarmSettings settings,
    IClock clock, ILogger<AlarmRound> log)
{
    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE477;
    private const int LongestPauseMinutes = 60;

    private readonly ILogger<AlarmRound> log = log;

    /// <summary>Does it once.</summary>
    /// <returns>False where another host does it at this moment.</returns>
    public async Task<bool> Run(CancellationToken cancellation)
    {
        await using var guard = await source.OpenConnectionAsync(cancellation);
        if (!await Ask(guard, "pg_try_advisory_lock", cancellation))
            return false;
        try
        {
            await Evaluate(cancellation);
            await Task.WhenAll(channels.Select(channel => Send(channel, cancellation)));
            return true;
        }
        finally
        {
            if (guard.State is System.Data.ConnectionState.Open)
                await Ask(guard, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    private async Task Evaluate(CancellationToken cancellation)
    {
        var names = channels.Select(c => c.Name).ToArray();
        foreach (var check in checks)
        {
            try
            {
                foreach (var reading in await check.Read(clock.GetCurrentInstant(), cancellation))
                {
                    if (await table.Apply(reading, names, clock.GetCurrentInstant(), cancellation))
                        LogChanged(reading.Kind, reading.Subject, reading.Level is AlarmLevel.Good ? "cleared" : "raised", reading.Value);
                }
            }
            catch (Exception e) when (!StoreFault.IsAway(e) && !cancellation.IsCancellationRequested)
            {
                // The other conditions are evaluated all the same.
                LogFailed(e, check.GetType().Name);
            }
        }
    }

    private async Task Send(IAlarmChannel channel, CancellationToken cancellation)
    {
        while (await table.Due(channel.Name, clock.GetCurrentInstant(), cancellation) is { } message)
        {
            var now = clock.GetCurrentInstant();
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(settings.Timeout);
                await channel.Send(message, now, patience.Token);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                var minutes = Math.Min(LongestPauseMinutes, 1 << Math.Min(message.Attempts, 10));
                var failure = e is OperationCanceledException ? "The receiver did not answer in time." : e.Message;
                await table.Note(message.Id, null, now + Duration.FromMinutes(minutes), failure, cancellation);
                LogNotSent(channel.Name.Split('#')[0], failure, minutes);
                return;
            }
            await table.Note(message.Id, now, now, null, cancellation);
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}({Lock})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    [LoggerMessage(LogLevel.Warning, "The alarm {Kind} {Subject} is {Change} (value {Value}).")]
    private partial void LogChanged(AlarmKind kind, string subject, string change, double value);

    [LoggerMessage(LogLevel.Error, "The condition {Check} of the system's own alarms cannot be evaluated.")]
    private partial void LogFailed(Exception e, string check);

    [LoggerMessage(LogLevel.Warning, "An alarm was not taken by {Channel}: {Failure} It is sent again after {Minutes} minutes.")]
    private partial void LogNotSent(string channel, string failure, int minutes);
}

/// <summary>Evaluates the conditions again and again.</summary>
internal sealed partial class AlarmService(AlarmRound round, AlarmSettings settings, ILogger<AlarmService> log) : BackgroundService
{
    private readonly ILogger<AlarmService> log = log;

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

    [LoggerMessage(LogLevel.Warning, "The system's own alarms could not be evaluated; this is tried again.")]
    private partial void LogAway(Exception e);
}
