using Incidents.Api.PersonalData;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>What one round of the upkeep of evidence did.</summary>
/// <param name="Unfinished">Intakes that were broken off, and are removed.</param>
/// <param name="Unnamed">Contents that no event names, and are removed.</param>
/// <param name="Expired">Items whose bytes are over by the retention.</param>
internal sealed record EvidenceRound(int Unfinished, int Unnamed, int Expired);

/// <summary>Removes, every hour, what broken uploads left, bytes that no event names, and bytes whose time is over.</summary>
/// <remarks>
/// Retention decides by an event first, and removes the bytes then: a host that is killed in between leaves bytes that the next round
/// removes. Several hosts may do rounds at once.
/// </remarks>
internal sealed partial class EvidenceUpkeep(
    IEvidenceStore store, EvidenceUses uses, EvidenceFaults faults, EventReader events, CommandStore commands, EvidenceSettings settings,
    RetentionSettings retention, IClock clock, Cities cities, ILogger<EvidenceUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Does one round.</summary>
    public async Task<EvidenceRound> Round(CancellationToken cancellation)
    {
        var before = clock.GetCurrentInstant() - Duration.FromTimeSpan(settings.Grace);
        var unfinished = await store.RemoveUnfinished(before, cancellation);
        var unnamed = 0;
        foreach (var use in await uses.Doubtful(before, cancellation))
            unnamed += await Settle(use, cancellation) ? 1 : 0;
        return new(unfinished, unnamed, await Expire(cancellation));
    }

    /// <summary>Settles a use that an event names; ends one that none names, with its bytes.</summary>
    /// <returns>Whether bytes were removed.</returns>
    public async Task<bool> Settle(EvidenceUse use, CancellationToken cancellation)
    {
        if (await IsNamed(use, cancellation))
        {
            await uses.Settle(use, cancellation);
            return false;
        }
        return await uses.End(use, () => IsNamed(use, cancellation), () => Remove(use.Sha256, cancellation), cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                var round = await Round(stoppingToken);
                if (round is not (0, 0, 0))
                    LogRound(round.Unfinished, round.Unnamed, round.Expired);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, a store is most likely away, and nothing is lost by waiting.
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> Expire(CancellationToken cancellation)
    {
        if (retention.Evidence == TimeSpan.Zero)
            return 0;
        var before = clock.GetCurrentInstant() - Duration.FromTimeSpan(retention.Evidence);
        var expired = 0;
        foreach (var id in await uses.Cases(cancellation))
        {
            if ((await events.Open<Case>(id, null, cancellation))?.State is not { Status: CaseStatus.Closed or CaseStatus.Merged } state)
                continue;
            (Guid Id, Case State)[] cases = [(id, state), .. await events.Above(state, null, cancellation)];
            if (cases[^1].State is not { Status: CaseStatus.Closed } whole || whole.ClosedAt?.ToInstant() >= before
                || cases.Any(one => one.State.IsHeld))
                continue;
            foreach (var use in await uses.Of(id, cancellation))
                expired += await Expire(state, use, cases[^1].Id, before, cancellation) ? 1 : 0;
        }
        return expired;
    }

    private async Task<bool> Expire(Case state, EvidenceUse use, Guid whole, Instant before, CancellationToken cancellation)
    {
        if (state.EvidenceOf(use.EvidenceId) is null or { IsHeld: true })
            return false;
        // Removing what was before may have taken long: a hold that was placed meanwhile on a case between counts.
        if ((await events.Above(state, null, cancellation)).Any(one => one.State.IsHeld))
            return false;
        var rule = FormattableString.Invariant($"Retention:Evidence {retention.Evidence.TotalDays:0.###} days after the case was closed");
        // From here on the next round looks at it again, whatever becomes of this host.
        await uses.Doubt(use, cancellation);
        var decided = await commands.Decide(
            new RemoveEvidenceBytes(
                use.CaseId, use.EvidenceId, cities.Local(before, state.Place.City), rule, whole, state.MergedInto), cancellation);
        await Settle(use, cancellation);
        return decided.Changed;
    }

    private async Task Remove(string sha256, CancellationToken cancellation)
    {
        await store.Remove(sha256, cancellation);
        // Damaged bytes that are gone alarm nobody any more.
        await faults.Clear(sha256, cancellation);
    }

    private async Task<bool> IsNamed(EvidenceUse use, CancellationToken cancellation) =>
        (await events.Open<Case>(use.CaseId, null, cancellation))?.State.EvidenceOf(use.EvidenceId)
            is { AreBytesRemoved: false, Taken: { Route: EvidenceRoute.Upload } taken } && taken.Sha256 == use.Sha256;

    [LoggerMessage(
        LogLevel.Information,
        "Removed {Unfinished} broken uploads and {Unnamed} contents that no event names; the bytes of {Expired} items are over.")]
    private partial void LogRound(int unfinished, int unnamed, int expired);

    [LoggerMessage(LogLevel.Warning, "What is over of evidence could not be removed; this is tried again.")]
    private partial void LogFailed(Exception e);
}
