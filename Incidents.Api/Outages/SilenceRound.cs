using Incidents.Api.Hearing;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Outages;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Outages;

/// <summary>Looks at the silences of all devices, and tells those that their own rhythm does not explain.</summary>
/// <remarks>
/// One host at a time does it, under a lock of the database. What it tells is decided against the stream of the device, so that a second
/// host, or this one after a restart, tells nothing twice. Where nobody could hear, no silence counts.
/// </remarks>
internal sealed partial class SilenceRound(
    NpgsqlDataSource source, SilenceTable table, CommandStore commands, EventReader events, Cities cities, SilenceSettings settings,
    SharedClock clock, ILogger<SilenceRound> log)
{
    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE47B;
    private const string Cause = "silence";

    private readonly ILogger<SilenceRound> log = log;

    /// <summary>Does it once.</summary>
    /// <returns>Number of events; null where another host does it at this moment.</returns>
    public async Task<int?> Run(CancellationToken cancellation)
    {
        await using var guard = await source.OpenConnectionAsync(cancellation);
        if (!await Ask(guard, "pg_try_advisory_lock", cancellation))
            return null;
        try
        {
            return await Look((await clock.Read(guard, cancellation)).Now, cancellation);
        }
        finally
        {
            if (guard.State is System.Data.ConnectionState.Open)
                await Ask(guard, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    private async Task<int> Look(Instant now, CancellationToken cancellation)
    {
        // Where the moments at which somebody listened end before now, what was heard since is not in the table yet.
        if (await table.Listening(cancellation) is not { } listening || listening.Until < now - HeardTable.Interruption
            || listening.Until > now + EventTime.ClockSkew)
            return 0;
        var watch = new SilenceWatch(settings.LeastOfTown, Math.Clamp(settings.ShareOfTown, 0.01, 1));
        var found = watch.Look(await table.Devices(cancellation), await table.Links(cancellation), listening.Since, now);
        if (found.IsDeaf)
        {
            LogDeaf();
            await table.Interrupt(now, cancellation);
            return 0;
        }
        if (found.Postponed.Count > 0)
            await table.Postpone(found.Postponed, settings.Level, cancellation);

        var (told, silent) = (0, found.Silent.ToList());
        foreach (var town in found.SilentTowns)
        {
            var cut = found.Cut[town.City];
            string[] ids = [.. cut.Select(device => device.DeviceId)];
            var command = new SuspectTown(new(town.City), town.Devices, Local(town.HeardAt, town.City), ids);
            if (await Tell(command, town.City, cancellation) is not { } changed)
                continue;
            told += changed;
            if (changed > 0)
                await table.Note(town.City, town.HeardAt, town.Devices, null, ids, cancellation);
            else if ((await events.Open<DeviceOutages>(command.StreamId, null, cancellation))?.State is { SilentSince: { } since } known)
                await table.Note(town.City, since.ToInstant(), town.Devices, null, known.Cut, cancellation);
            else
                // They were heard before the town was heard again: it is not its link.
                silent.AddRange(cut.Where(device => device.SuspectAt <= now));
        }
        foreach (var town in found.HeardTowns)
        {
            var command = new HearTown(new(town.City), Local(town.HeardAt, town.City));
            if (await Tell(command, town.City, cancellation) is { } changed)
            {
                await table.Note(town.City, null, town.Devices, now, null, cancellation);
                told += changed;
            }
        }
        foreach (var device in silent)
        {
            var after = (device.SuspectAt!.Value - device.WaitsFrom).TotalSeconds;
            var command = new SuspectDevice(device.DeviceId, device.Place, Local(device.HeardAt, device.Place.City), after);
            if (await Tell(command, device.DeviceId, cancellation) is { } changed)
            {
                await table.Note(device, device.HeardAt, cancellation);
                told += changed;
            }
        }
        foreach (var device in found.Heard)
        {
            var command = new HearDevice(device.DeviceId, device.Place, Local(device.HeardAt, device.Place.City));
            if (await Tell(command, device.DeviceId, cancellation) is { } changed)
            {
                await table.Note(device, null, cancellation);
                told += changed;
            }
        }
        return told;
    }

    /// <summary>The number of events that a command led to; null where it failed, and is decided again in the next round.</summary>
    private async Task<int?> Tell(ICommand<DeviceOutages> command, string subject, CancellationToken cancellation)
    {
        try
        {
            var result = await commands.Decide(command, cancellation, new(Cause: Cause));
            if (result.Refusal is null)
                return result.Changed ? 1 : 0;
            LogRefused(command.GetType().Name, subject, command.City, result.Refusal.Code.Text());
        }
        // What is wrong with one device holds up no other.
        catch (Exception e) when (!StoreFault.IsAway(e) && !cancellation.IsCancellationRequested)
        {
            LogFailed(e, command.GetType().Name, subject, command.City);
        }
        return null;
    }

    private OffsetDateTime Local(Instant moment, string city) => cities.Local(moment, city);

    private static async Task<bool> Ask(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}({Lock})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    [LoggerMessage(LogLevel.Warning, "A silence was not told: {Command} of {Subject} in {City} was refused with {Code}.")]
    private partial void LogRefused(string command, string subject, string? city, string code);

    [LoggerMessage(LogLevel.Error, "A silence was not told: {Command} of {Subject} in {City} failed; this is tried again.")]
    private partial void LogFailed(Exception e, string command, string subject, string? city);

    [LoggerMessage(LogLevel.Error, "No device of any town is heard: reports do not reach the centre. No silence counts meanwhile.")]
    private partial void LogDeaf();
}

/// <summary>Looks at the silences again and again.</summary>
internal sealed partial class SilenceService(SilenceRound round, SilenceSettings settings, ILogger<SilenceService> log) : BackgroundService
{
    private readonly ILogger<SilenceService> log = log;

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

    [LoggerMessage(LogLevel.Warning, "It could not be looked for silent devices; this is tried again.")]
    private partial void LogAway(Exception e);
}
