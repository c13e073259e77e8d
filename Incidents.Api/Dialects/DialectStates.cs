using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Plates;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>Finds what states that become true or false begin and end, by the times in the messages.</summary>
internal sealed class DialectStates(
    Episodes episodes, ReportInterpreter interpreter, Cities cities, DialectSettings settings, IClock clock)
{
    private const string Nameless = "unknown";

    // What begins at the moment of a recovery is over by that.
    private static readonly Duration JustAfter = Duration.FromMilliseconds(1);

    private static readonly Refusal TimeUnknown = new(
        ErrorCode.TimeMalformed, "A state begins and ends at a known moment of a known city.", "occurredAt");

    /// <summary>Names the alerts that the items begin and end, drops what is no news, and adds what follows.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task Resolve(IReadOnlyList<MessageItem> items, CancellationToken cancellation)
    {
        var steps = new List<(MessageItem Item, Transition Transition)>();
        foreach (var item in items)
        {
            if (item is not { Report: { OccurredAt: { } at, City: { } city } report, Episode: { } episode })
                continue;
            var refusal = RefusalOf(report, at, city, out var moment);
            if (refusal is null)
                steps.Add((item, new(city, report.Source!, episode.Key, moment, episode.IsActive, report.Id)
                {
                    Word = episode.Word,
                    Fault = episode.Fault,
                    // A fault is told once, and lasts until its recovery is.
                    Within = report.Kind is "device" ? null : Duration.FromTimeSpan(settings.LastsUnsaid),
                }));
            // A state that is said again is no loss, and a read is.
            else if (episode.OnlyConfirms && report.Kind is not RecordPlateRead.Kind)
                item.Drop();
            else
                item.Refuse(refusal);
        }
        if (steps.Count == 0)
            return;
        var found = await episodes.Keep(steps.ConvertAll(s => s.Transition), cancellation);
        for (var i = 0; i < steps.Count; i++)
            Apply(steps[i].Item, steps[i].Transition, found[i]);
    }

    private static void Apply(MessageItem item, Transition transition, EpisodeNews news)
    {
        var report = item.Report!;
        var isDevice = report.Kind is "device";
        // Nothing is known to have begun; where its beginning comes later, that finds this end. A fault has no alert that could be missing.
        if (!news.IsNews || (!transition.IsActive && !isDevice && news.Ended.Count == 0 && news.Later is null))
            item.Drop();
        if (isDevice && news.IsNews)
            Tell(item, transition, news);
        else if (report.Kind is RaiseAlert.Kind && !transition.IsActive)
            End(item, report, news);
        else if (report.Kind is RaiseAlert.Kind)
            Begin(item, report, news);
    }

    private static void Begin(MessageItem item, Report report, EpisodeNews news)
    {
        if (news.IsNews)
            End(item, report, news.EndedAt);
        if (news.Later is { } later)
            Raise(item, report, later);
        foreach (var lapsed in news.Lapsed)
            End(item, report with { Id = lapsed.AlertId }, lapsed.EndedAt);
    }

    // A part of a device begins or ceases to have a fault, which the device may have by another part, too.
    private static void Tell(MessageItem item, Transition transition, EpisodeNews news)
    {
        var report = item.Report!;
        // A fault that was taken for the one before it, until the recovery between the two came.
        if (news.Later is { } later)
            Follow(item, report, "faulted", later.At);
        if (transition.IsActive && news.Shared?.Within(transition.At, news.ClosedAt) is { } again)
            Follow(item, report, "faulted", again + JustAfter);
        // Its end, which came first, may have been held back.
        if (transition.IsActive && news.ClosedAt is { } closed && news.Shared?.Over(closed) is { } end)
            Follow(item, report, "recovered", end);
        if (transition.IsActive || news.Shared is not { } shared)
            return;
        // It was taken to last beyond the recovery of another part, which came first.
        if (shared.Within(transition.At, null) + JustAfter is { } beyond && shared.Over(beyond) == beyond)
            Follow(item, report, "recovered", beyond);
        var over = shared.Over(transition.At);
        if (over == transition.At)
            return;
        item.Drop();
        if (over is { } last)
            Follow(item, report, "recovered", last);
    }

    private static void Follow(MessageItem item, Report report, string phase, Instant moment)
    {
        var at = DialectValues.At(moment);
        item.Owner.Follow(
            item, new(report with { Phase = phase, OccurredAt = at, Revision = DeviceMessages.RevisionOf(report.Reason, at) }));
    }

    private static void End(MessageItem item, Report report, EpisodeNews news)
    {
        var last = item;
        if (news.Ended.Count > 0)
            item.Name(news.Ended[0]);
        else
            item.Drop();
        foreach (var other in news.Ended.Skip(1))
            last = item.Owner.Follow(last, new(report with { Id = other }));
        if (news.Later is { } later)
            Raise(last, report, later);
    }

    private static void Raise(MessageItem item, Report report, LaterAlert later)
    {
        var begun = report with { Id = later.AlertId, Phase = "raised", OccurredAt = DialectValues.At(later.At) };
        End(item.Owner.Follow(item, new(begun) { MayDiffer = true }), begun, later.EndedAt);
    }

    private static void End(MessageItem begun, Report report, Instant? at)
    {
        if (at is { } end)
            begun.Owner.Follow(
                begun,
                new(report with { Phase = "ended", OccurredAt = DialectValues.At(end), Confidence = null, Snapshot = null })
                {
                    // Another message of the same alert may have told its end in its own words.
                    MayDiffer = true,
                });
    }

    // What has no moment in a known city is refused now: an end of it would have no name.
    private Refusal? RefusalOf(Report report, ReportedTime at, string city, out Instant moment)
    {
        moment = default;
        if (MomentOf(at, city) is not { } found || Texts.Source.Check(report.Source, "source") is not null)
        {
            interpreter.Interpret(report with { Id = report.Id ?? Nameless }, out var refusal);
            return refusal ?? TimeUnknown;
        }
        moment = found;
        return moment > clock.GetCurrentInstant() + EventTime.ClockSkew ? EventTime.InFuture("occurredAt") : null;
    }

    private Instant? MomentOf(ReportedTime at, string city)
    {
        if (at is { Moment: null, Local: null } || at.Calendar.Year is < EventTime.EarliestYear or > 9998
            || !cities.TryGetZone(city, out var zone))
            return null;
        var moment = at.Moment ?? Cities.Resolve(at.Local!.Value, zone);
        return Cities.Microseconds(moment.ToInstant());
    }
}
