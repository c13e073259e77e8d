using Incidents.Api.Reactions;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;

namespace Incidents.Api.Feeds;

/// <summary>Queues a message for each receiver that is told of an event, in the transaction in which it has read the event.</summary>
internal sealed class FeedReaction(FeedContents contents, Categories categories) : Reaction
{
    private static readonly HashSet<string?> Slices =
    [
        typeof(IncidentOpened).Namespace, typeof(AlertRaised).Namespace, typeof(SosCallPlaced).Namespace,
        typeof(ViolationRecorded).Namespace, typeof(WorkTaken).Namespace,
    ];

    /// <inheritdoc/>
    public override string Name => "feeds";

    /// <summary>Every event of an incident, alert, call or violation, and who works on it: each may change what a receiver sees.</summary>
    public override IReadOnlyList<Type> Events { get; } =
    [
        .. typeof(IDomainEvent).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IDomainEvent))
                && Slices.Contains(type.Namespace))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        var targets = await FeedStore.Targets(page.Connection, page.Transaction, cancellation);
        if (targets.Count == 0 || page.Events.Count == 0)
            return;
        var things = page.Events.Select(e => e.Stream).Distinct().ToArray();
        var told = await Outbox.Told(page.Connection, page.Transaction, things, cancellation);
        var (read, faults) = await contents.Of(things, cancellation);
        // A thing that cannot be read now is told of all the same to whom it was told before: the message says why it cannot be made.
        var messages = new List<FeedClaim>();
        foreach (var next in page.Events.OrderBy(e => e.Sequence))
        {
            var thing = read.TryGetValue(next.Stream, out var events) ? FeedContents.After(next.Stream, events, next.Version) : null;
            if (thing is null && !faults.ContainsKey(next.Stream))
                continue;
            foreach (var target in targets.Where(target => next.Sequence > target.Position))
            {
                var isTold = told.TryGetValue((target.Id, next.Stream), out var previous);
                if (!isTold && (thing is null || IsHistoric(next)
                    || !target.Filter.Matches(thing, categories.UrgencyOf(thing.Category))))
                    continue;
                messages.Add(new(
                    target.Id, next.Sequence, next.Stream, next.Version, isTold ? previous : null,
                    FeedClaim.IdOf(target.Id, next.Stream, next.Version), 0, false));
                told[(target.Id, next.Stream)] = next.Version;
            }
        }
        if (messages.Count > 0)
            await Outbox.Add(page.Connection, page.Transaction, messages, cancellation);
    }

    // A batch says that it was known earlier than it was appended.
    private static bool IsHistoric(ReactionEvent next) => next.AppendedAt - next.Content.KnownAt.ToInstant() > EventTime.ClockSkew;
}
