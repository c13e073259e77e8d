using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>
/// Takes messages of devices, from whichever transport: reads each through its dialect, adds the place of its device, and passes the
/// reports to the intake of all reports.
/// </summary>
internal sealed partial class DialectIntake(
    DialectCatalogue dialects, ReportIntake intake, DeadLetterService letters, DeviceSites sites, DialectStates states,
    CityCatalogue declared, Cities cities, ILogger<DialectIntake> log)
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
            var items = work.SelectMany(w => w.Items).ToList();
            // Another host may have declared a city just now, of which nothing is known here.
            await declared.Find([.. items.Select(item => item.Report?.City).OfType<string>().Distinct()], cancellation);
            await states.Resolve(items, cancellation);
            await Place([.. work.SelectMany(w => w.Items)], cancellation);
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
            if (ReadPart(part, out var failed) is not { } reading)
                work.Refuse(part, failed!);
            else if (message.Only is not { } only)
                work.Add(part, reading);
            else if (parts.Count == 1 && only < reading.Reports.Count)
                work.Add(part, reading.Reports[only], only);
            else
                work.Refuse(part, reading.Refusal ?? KeptMessages.Several);
        }
        return work;
    }

    /// <summary>Reads a part of a message; null with the refusal where its adapter failed.</summary>
    public DialectReading? ReadPart(DialectMessage part, out Refusal? failed)
    {
        failed = null;
        try
        {
            return dialects.Read(part);
        }
        // Whatever an adapter does not foresee: the message is kept and told, and the next ones are taken.
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogFailed(e, part.Dialect);
            failed = new(ErrorCode.MessageUnreadable, $"The adapter of '{part.Dialect}' failed: {e.Message}");
            return null;
        }
    }

    // The store is asked for what it can hold only; what it cannot is refused with its reason.
    private async Task Place(List<MessageItem> items, CancellationToken cancellation)
    {
        var placed = items.FindAll(item => item.Report is { City: { } city, DeviceId: { Length: > 0 } device }
            && cities.Find(city) is not null && Texts.DeviceId.CheckOptional(device, "deviceId") is null);
        var found = await sites.Find([.. placed.Select(item => (item.Report!.City!, item.Report.DeviceId!)).Distinct()], cancellation);
        foreach (var item in placed)
            item.Site = found.GetValueOrDefault((item.Report!.City!, item.Report.DeviceId!))?.Place;
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
