using Incidents.Api.Reactions;
using Incidents.Domain;
using Incidents.Domain.Recorders;
using Incidents.Domain.Violations;
using Incidents.Projections.Recorders;
using NodaTime;

namespace Incidents.Api.Recorders;

/// <summary>Puts recorders under suspicion whose speeds drift from those of their neighbours, and holds what they captured.</summary>
/// <remarks>What is usual of a recorder stands in rows, so that the same is found in whatever pages, on whatever host.</remarks>
internal sealed class SpeedDrifts(RecorderSettings settings) : Reaction
{
    private const string Speed = "km/h";

    // A recorder that reports more measures nothing.
    private const double MostKmPerHour = 1_000;

    // What comes a week late is compared with another week of its neighbours.
    private static readonly Duration Late = Duration.FromDays(1);

    /// <inheritdoc/>
    public override string Name => "speed-drifts";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } = [typeof(ViolationRecorded), typeof(RecorderCleared)];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        // Who is cleared while nothing is held is cleared.
        var told = page.Events.Where(e => e.Content is RecorderCleared || (settings.Holds && IsSpeed(e.Content))).ToArray();
        if (told.Length == 0)
            return;
        var cities = told.Select(e => CityOf(e.Content)).Distinct(StringComparer.Ordinal).ToArray();
        var watch = new RecorderWatch(
            await RecorderRows.Read(page.Connection, page.Transaction, cities, cancellation), settings.Drift, settings.NeighbourMetres);
        var changed = new HashSet<WatchedRecorder>();
        foreach (var one in told)
        {
            if (one.Content is ViolationRecorded captured)
                changed.Add(Take(page, watch, one, captured));
            else if (one.Content is RecorderCleared cleared && watch.Find(cleared.Place.City, cleared.DeviceId) is { } recorder)
            {
                recorder.Clear();
                changed.Add(recorder);
            }
        }
        await RecorderRows.Write(page.Connection, page.Transaction, [.. changed], cancellation);
    }

    private static WatchedRecorder Take(ReactionPage page, RecorderWatch watch, ReactionEvent told, ViolationRecorded captured)
    {
        var excess = captured.Measured!.Value - captured.Measured.Allowed;
        var (recorder, found) = watch.Take(new(
            told.Stream, captured.Place.City, captured.Recorder!, captured.Place.Point!.Value, excess, captured.OccurredAt.ToInstant()));
        if (found is not null)
        {
            page.Send(
                Identity.Event(RecorderSuspicion.StreamOf(recorder.City, recorder.DeviceId), "suspected", told.Id.ToString()), told.Id,
                new SuspectRecorder(
                    recorder.DeviceId, captured.Place, Math.Round(found.KmPerHour, 1), found.Captures, found.Neighbours,
                    captured.OccurredAt));
        }
        if (recorder.DriftKmPerHour is { } drift)
        {
            foreach (var violation in found?.Suspect ?? [told.Stream])
            {
                page.Send(
                    Identity.Event(violation, "held", "drift"), told.Id,
                    new HoldViolation(
                        violation, HoldViolation.ByRecorders, ViolationHoldReason.RecorderDrift,
                        Grounds: new(DriftKmPerHour: Math.Round(drift, 1))));
            }
        }
        return recorder;
    }

    private static bool IsSpeed(IDomainEvent content) => content is ViolationRecorded
    {
        Recorder: not null,
        Place.Point: not null,
        Measured: { Unit: Speed, Value: >= 0 and <= MostKmPerHour, Allowed: >= 0 and <= MostKmPerHour },
    } captured && captured.KnownAt.ToInstant() - captured.OccurredAt.ToInstant() <= Late;

    private static string CityOf(IDomainEvent content) => content switch
    {
        ViolationRecorded e => e.Place.City,
        RecorderCleared e => e.Place.City,
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, null),
    };
}
