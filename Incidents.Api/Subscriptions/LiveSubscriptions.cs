using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Projections;

namespace Incidents.Api.Subscriptions;

/// <summary>What is told as it happens.</summary>
[SubscriptionType]
internal static class LiveSubscriptions
{
    /// <summary>
    /// Alerts as they are raised, and as they come under the filter by what is learned later, with what is known of them by then. What
    /// comes with a historic batch is not told.
    /// </summary>
    /// <param name="filter">Which of them; default all.</param>
    /// <param name="after">The position to go on after; default from now on.</param>
    public static AlertMessage? AlertRaised(
        IResolveFieldContext context, [Seen] RowSight sight, LiveFilter? filter = null, long? after = null) =>
        LiveBeginning.Resolve<AlertMessage>(context, after, () => new AlertSelection(LiveFilter.Checked(filter), sight));

    /// <summary>What comes into a queue, changes in it and leaves it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="filter">Which things; default all.</param>
    /// <param name="after">The position to go on after; default from now on.</param>
    public static QueueMessage? QueueChanged(
        IResolveFieldContext context, [FromServices] IncidentFiles incidents, [Seen] RowSight sight, QueueKind queue,
        LiveFilter? filter = null, long? after = null) =>
        LiveBeginning.Resolve<QueueMessage>(
            context, after, () => new QueueSelection(queue, LiveFilter.Checked(filter), sight, incidents));

    /// <summary>What happens to one incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="after">The position to go on after; default from now on.</param>
    public static IncidentMessage? IncidentChanged(
        IResolveFieldContext context, [FromServices] IncidentFiles incidents, [Seen] RowSight sight, Guid id, long? after = null) =>
        LiveBeginning.Resolve<IncidentMessage>(context, after, () => new IncidentSelection(id, sight, incidents));

    /// <summary>
    /// What happens to devices: they are registered, changed and retired, fall silent and are heard again, report faults and recover; and
    /// the link of a whole town falls silent and is heard again.
    /// </summary>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="after">The position to go on after; default from now on.</param>
    public static DeviceMessage? DeviceHealthChanged(
        IResolveFieldContext context, [Seen(RowClasses.Device)] RowSight sight, IEnumerable<string>? cities = null, long? after = null) =>
        LiveBeginning.Resolve<DeviceMessage>(context, after, () => new DeviceSelection(cities?.ToArray(), sight));
}

/// <summary>The root value with which a subscription begins: its field says what is subscribed.</summary>
internal sealed class LiveBeginning
{
    /// <summary>What is subscribed; null where the operation was refused, or is none.</summary>
    public LiveSelection? Selection { get; private set; }

    /// <summary>The position to go on after; null for now.</summary>
    public long? After { get; private set; }

    /// <summary>Resolves a field of <c>Subscription</c>: at the beginning, and for each message.</summary>
    /// <exception cref="RefusedException">The position is none.</exception>
    public static T? Resolve<T>(IResolveFieldContext context, long? after, Func<LiveSelection> select) where T : LiveMessage
    {
        if (context.RootValue is T message)
            return message;
        if (context.RootValue is not LiveBeginning beginning)
            throw new InvalidOperationException("A subscription is executed for its beginning, and for each message.");
        if (after < 0)
            throw RefusedException.BadInput("after", "A position is at least 0.");
        (beginning.Selection, beginning.After) = (select(), after);
        return null;
    }
}
