using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Api.Units;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Targets;
using Incidents.Domain.Violations;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Simulation;

/// <summary>Settings of the simulation.</summary>
internal sealed record SimulationOptions
{
    /// <summary>The seed, which determines all events.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Days of history before the first start, at least 1, default 120.</summary>
    public int HistoryDays { get; init; } = 120;
}

/// <summary>Fills an installation with simulated events: a history on the first start, then events in real time.</summary>
/// <remarks>
/// The store contains the progress, and a step that is sent twice is one event, so the service continues where it was stopped. What devices
/// do in real time goes as messages, where there is a broker. A message has other ids of events than a command has: so the store
/// contains which steps may have been published, and these go the same way again.
/// </remarks>
internal sealed partial class SimulationService(
    StreamAppender appender, NpgsqlDataSource source, Cities cities, Tariffs tariffs, IClock clock, SimulationOptions options,
    ILogger<SimulationService> log, SimulatedPublisher? publisher = null, ReportKinds? kinds = null,
    UnitPositions? positions = null, ServiceTargets? targets = null)
    : BackgroundService
{
    private const int BatchSize = 4_000;
    private const int PositionSeconds = 20;
    private const string Table = $"{EventStore.Schema}.simulation";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Duration LongestDelay = Duration.FromMinutes(1);

    // Where a report may say that a device is there.
    private readonly bool hasSigns = kinds?.All.Any(k => k.Name == RegisterDevice.Kind && k.Phases.Any(p => p.Name is "heartbeat")) is true;
    private SimulatedSigns? signs;
    private SimulatedCentre? centre;
    private long located;
    private Instant? spoken;
    private IEnumerator<SimulatedStep>? steps;
    // Steps after the first moment, up to the second, go as messages.
    private (Instant After, Instant Until) published;
    private Instant reached;
    private bool isLive;
    private bool hasPublished;

    /// <summary>Sends every step that is due by now.</summary>
    /// <returns>The number of steps.</returns>
    public async Task<int> CatchUp(CancellationToken cancellation)
    {
        steps ??= await Resume(cancellation);
        var batch = new List<SimulatedStep>(BatchSize);
        var count = 0;
        for (var now = clock.GetCurrentInstant(); steps.Current.At <= now; steps.MoveNext())
        {
            batch.Add(steps.Current);
            count++;
            if (batch.Count == BatchSize)
                await Send(batch, cancellation);
        }
        await Send(batch, cancellation);
        isLive = true;
        return count;
    }

    /// <summary>Publishes what devices say of themselves since the last call: faults, and of the last minute that they are there.</summary>
    public async Task Speak(CancellationToken cancellation)
    {
        if (publisher is null || !hasSigns || signs is null)
            return;
        var now = clock.GetCurrentInstant();
        // A fault that began before this start is told again, under the same identity.
        foreach (var message in signs.FaultsBetween(spoken ?? now - SimulatedTroubles.Longest, now))
            await publisher(message, cancellation);
        foreach (var message in signs.HeartbeatsBetween(Instant.Max(spoken ?? now, now - LongestDelay), now))
            await publisher(message, cancellation);
        spoken = now;
    }

    /// <summary>Reports where the units on duty are: each of them every <see cref="PositionSeconds"/> seconds.</summary>
    public async Task Locate(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var (last, second) = (located, now.ToUnixTimeSeconds());
        if (positions is null || centre is null || second <= last)
            return;
        located = second;
        var seconds = Enumerable.Range(0, (int)Math.Min(PositionSeconds, second - last));
        var turns = seconds.Select(i => (second - i) % PositionSeconds).ToHashSet();
        foreach (var (place, (unit, point)) in centre.Positions(now).Index().ToList())
        {
            if (turns.Contains(place % PositionSeconds))
                await positions.Keep(unit, new(point, now), cancellation);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        steps?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasCaughtUp = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var count = await CatchUp(stoppingToken);
                if (!hasCaughtUp)
                    LogCaughtUp(count);
                hasCaughtUp = true;
                await Speak(stoppingToken);
                await Locate(stoppingToken);
            }
            catch (Exception e) when (StoreFault.IsAway(e))
            {
                LogStoreAway(e);
                StartOver();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The host goes on without its simulator's last steps; they are sent again.
                LogFailed(e);
                StartOver();
            }
            await Task.Delay(Pause, stoppingToken);
        }
    }

    // From the progress that is stored.
    private void StartOver()
    {
        steps?.Dispose();
        steps = null;
    }

    private async Task<IEnumerator<SimulatedStep>> Resume(CancellationToken cancellation)
    {
        var simulator = new Simulator(SimulationPlan.Load(), cities, tariffs, options.Seed, targets);
        signs ??= new(simulator.Towns, simulator.Troubles);
        var begin = simulator.BeginOfHistory(clock.GetCurrentInstant(), options.HistoryDays);
        await using var command = source.CreateCommand(
            $"""
             create table if not exists {Table} (seed bigint primary key, begun timestamptz not null, reached timestamptz not null);
             {Sql.AddColumn(Table, "published_after", "timestamptz")}
             {Sql.AddColumn(Table, "published_until", "timestamptz")}
             insert into {Table} (seed, begun, reached) values ({options.Seed}, '{begin}', '{begin}') on conflict (seed) do nothing;
             select begun, reached, coalesce(published_after, begun), coalesce(published_until, begun)
             from {Table} where seed = {options.Seed}
             """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        (var begun, reached, published) = (At(0), At(1), (At(2), At(3)));

        centre = simulator.Centre();
        // A store that was filled before there were units gets them now; entered again they change nothing.
        var units = reached > begun ? simulator.Units(reached) : [];
        var found = units.Concat(simulator.From(begun, reached, centre)).GetEnumerator();
        found.MoveNext();
        return found;

        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }

    private static readonly EventMetadata Simulated = new(null, "simulation", "simulator");

    private async Task Send(List<SimulatedStep> batch, CancellationToken cancellation)
    {
        if (batch.Count == 0)
            return;
        if (publisher is not null && isLive && batch[^1].At > published.Until)
        {
            // Before the first of them is: whatever is interrupted now goes the same way again.
            published = (hasPublished ? published.After : reached, batch[^1].At);
            await Note($"published_after = '{Text(published.After)}', published_until = '{Text(published.Until)}'", cancellation);
            hasPublished = true;
        }
        var direct = new List<SimulatedStep>(batch.Count);
        foreach (var step in batch)
        {
            // A step may follow from the one before, so that their order is kept.
            if (publisher is not null && step.At > published.After && step.At <= published.Until && step.Message?.Invoke() is { } message)
            {
                await Submit(direct, cancellation);
                await publisher(message, cancellation);
                if (message.SaysAll)
                    continue;
            }
            // In real time the host itself looks for passed targets: a person may do in time what the script does late.
            if (!isLive || step.Command is not Escalate)
                direct.Add(step);
        }
        await Submit(direct, cancellation);
        reached = batch[^1].At;
        await Note($"reached = '{Text(reached)}'", cancellation);
        batch.Clear();
    }

    private async Task Submit(List<SimulatedStep> batch, CancellationToken cancellation)
    {
        while (batch.Count > 0)
        {
            var submissions = batch.ConvertAll(SimulatedSubmission.Of);
            submissions.ForEach(submission => submission.Metadata = Simulated);
            var results = await appender.Submit(submissions, cancellation);
            if (results.All(r => r.Status is not SubmissionStatus.Unavailable))
            {
                // A person may have acted on a simulated thing in the meantime: then a step of ours is refused, as it should be.
                foreach (var refused in results.Where(r => r.Status is SubmissionStatus.Refused))
                    LogRefused(refused.StreamId, refused.Refusal!.Code.Text());
                batch.Clear();
                break;
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task Note(string progress, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"update {Table} set {progress} where seed = {options.Seed}");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);

    [LoggerMessage(LogLevel.Information, "The simulator has sent {Count} steps and continues in real time; all its data are simulated.")]
    private partial void LogCaughtUp(int count);

    [LoggerMessage(LogLevel.Information, "A simulated step of stream {StreamId} was refused: {Code}.")]
    private partial void LogRefused(Guid streamId, string code);

    [LoggerMessage(LogLevel.Error, "The simulator could not send its steps; this is tried again.")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "The simulator waits for the database.")]
    private partial void LogStoreAway(Exception e);
}
