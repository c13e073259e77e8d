using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>
/// Takes messages of devices, from whichever transport: reads each through its dialect, adds the place of its device, and passes the
/// reports to the intake of all reports.
/// </summary>
internal sealed partial class DialectIntake(
    DialectCatalogue dialects, ReportIntake intake, DeadLetterService letters, DeviceSites sites, Episodes episodes, Cities cities,
    IClock clock, ILogger<DialectIntake> log)
{
    /// <summary>Queues the messages in order, waiting while the store is behind.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="order">The order that they keep with what the same sender has queued before; default only their own.</param>
    /// <returns>
    /// The inner task answers when everything accepted is committed, and everything refused is kept as a dead letter.
    /// </returns>
    public ValueTask<Task<DialectAnswer[]>> Enqueue(
        IReadOnlyList<DialectMessage> messages, CancellationToken cancellation, SubmissionOrder? order = null) =>
        Enqueue(messages, cancellation, order, keepsRefused: true);

    /// <summary>The same for messages that are kept as dead letters already.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="order">The order that they keep, or null.</param>
    /// <param name="keepsRefused">Whether what is refused becomes a dead letter.</param>
    public async ValueTask<Task<DialectAnswer[]>> Enqueue(
        IReadOnlyList<DialectMessage> messages, CancellationToken cancellation, SubmissionOrder? order, bool keepsRefused)
    {
        order ??= new();
        var work = messages.Select(message => Read(message)).ToArray();
        try
        {
            await Resolve([.. work.SelectMany(w => w.Items)], cancellation);
            foreach (var item in work.SelectMany(w => w.Items))
            {
                // The store is asked for what it can hold only; what it cannot is refused with its reason.
                if (item.Report is { City: { } city, DeviceId: { Length: > 0 } device } && cities.Find(city) is not null
                    && Texts.DeviceId.CheckOptional(device, "deviceId") is null)
                    item.Site = (await sites.Find(city, device, cancellation))?.Place;
            }
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            // Nothing that comes later may overtake them.
            order.Break();
            return Task.FromResult(Array.ConvertAll(work, _ => DialectAnswer.Unavailable));
        }
        var asked = work.SelectMany(w => w.Items).Where(item => item.Report is not null).ToArray();
        var pending = asked.Length == 0
            ? Task.FromResult<ReportAnswer[]>([])
            : await intake.Enqueue(
                Array.ConvertAll(asked, item => Placed(item.Report!, item.Site)), cancellation, order,
                cause: keepsRefused ? "report" : "replay", originals: i => asked[i].Original());
        return Complete(work, asked, pending, keepsRefused);
    }

    /// <summary>A report with the place of its device, where it has none of its own.</summary>
    public static Report Placed(Report report, Place? site) => site is null || report.Kind is "device"
        ? report
        : report with
        {
            District = report.District ?? site.District,
            Street = report.Street ?? site.Street,
            Longitude = report.Longitude ?? (report.Latitude is null ? site.Point?.Longitude : null),
            Latitude = report.Latitude ?? (report.Longitude is null ? site.Point?.Latitude : null),
        };

    private MessageWork Read(DialectMessage message)
    {
        var work = new MessageWork(message);
        var parts = MessageParts.Of(message, out var refusal);
        if (refusal is not null)
        {
            work.Refuse(message, refusal);
            return work;
        }
        foreach (var part in parts)
        {
            var reading = Read(part, work);
            for (var i = 0; reading is not null && i < reading.Reports.Count; i++)
                work.Add(part, reading.Reports[i], i);
            if (reading?.Refusal is { } why)
                work.Refuse(part, why);
        }
        return work;
    }

    private DialectReading? Read(DialectMessage part, MessageWork work)
    {
        try
        {
            return dialects.Read(part);
        }
        // Whatever an adapter does not foresee: the message is kept and told, and the next ones are taken.
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogFailed(e, part.Dialect);
            work.Refuse(part, new(ErrorCode.MessageUnreadable, $"The adapter of '{part.Dialect}' failed: {e.Message}"));
            return null;
        }
    }

    // What ends names the alert that was begun before, whichever host learned of that.
    private async Task Resolve(List<MessageItem> items, CancellationToken cancellation)
    {
        var steps = new List<(MessageItem Item, Transition Transition)>();
        foreach (var item in items)
        {
            if (item is not { Report: { OccurredAt: { } at, City: { } city } report, Episode: { } episode })
                continue;
            if (MomentOf(at, city) is not { } moment || Texts.Source.Check(report.Source, "source") is not null)
                item.Report = report with { Id = report.Id ?? "unknown" };
            else if (moment > clock.GetCurrentInstant() + EventTime.ClockSkew)
                item.Refuse(EventTime.InFuture("occurredAt"));
            else
                steps.Add((item, new(city, report.Source!, episode.Key, moment, episode.IsActive, report.Id)));
        }
        if (steps.Count == 0)
            return;
        var found = await episodes.Keep(steps.ConvertAll(s => s.Transition), cancellation);
        var ends = steps.Select(s => s.Transition).Where(t => !t.IsActive).Select(t => (t.City, t.Source, t.Key, t.At)).ToHashSet();
        for (var i = 0; i < steps.Count; i++)
        {
            var (item, transition) = steps[i];
            if (transition.IsActive)
                // An end that is among these messages is reported by its own.
                item.Owner.End(
                    item,
                    found[i].EndedAt is { } at && !ends.Contains((transition.City, transition.Source, transition.Key, at)) ? at : null);
            else if (found[i].Begun is { } begun)
                item.Name(begun);
            else
                // Nothing is known to have begun; where its beginning comes later, that finds this end.
                item.Drop();
        }
    }

    private Instant? MomentOf(ReportedTime at, string city)
    {
        if (at is { Moment: null, Local: null } || at.Calendar.Year is < EventTime.EarliestYear or > 9998
            || !cities.TryGetZone(city, out var zone))
            return null;
        var moment = at.Moment ?? Cities.Resolve(at.Local!.Value, zone);
        return Cities.Microseconds(moment.ToInstant());
    }

    private async Task<DialectAnswer[]> Complete(
        MessageWork[] work, MessageItem[] asked, Task<ReportAnswer[]> pending, bool keepsRefused)
    {
        var answers = await pending;
        for (var i = 0; i < asked.Length; i++)
            asked[i].Take(answers[i]);
        // What is unavailable is sent again as a whole, and its letters are kept then.
        var told = work.Where(w => !w.IsUnavailable).SelectMany(w => w.Letters()).ToList();
        var areKept = !keepsRefused || told.Count == 0 || await letters.TryKeep(told, CancellationToken.None);
        return Array.ConvertAll(work, w => w.Answer(areKept));
    }

    [LoggerMessage(LogLevel.Error, "The adapter of the dialect {Dialect} failed at a message, which is kept as a dead letter.")]
    private partial void LogFailed(Exception e, string dialect);
}
