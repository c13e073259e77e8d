using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Shifts;
using Incidents.Projections;
using Incidents.Projections.Shifts;
using NodaTime;

namespace Incidents.Api.Shifts;

/// <summary>Shifts.</summary>
[QueryType]
internal static class ShiftQueries
{
    /// <summary>
    /// Shifts, the one that began last first. Rows come from a read model, a moment after the events. What waits for the caller to accept
    /// it is found with `isForMe`.
    /// </summary>
    /// <param name="filter">Which rows; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<ShiftRow>> Shifts(
        [FromServices] ShiftReader reader, [Seen] RowSight sight, ShiftFilter? filter = null, int? first = Page.DefaultSize,
        string? after = null, int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        var (asked, me, page) = (filter ?? new(), Callers.Current.Name, Page.Of("shifts", first, after, last, before));
        var rows = await reader.Read(asked, me, sight, page.Key<(Instant, Guid, int)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(
            rows, page, row => (row.BegunAt.ToInstant(), Shift.Stream(row.City, row.Person), row.Number),
            token => reader.Count(asked, me, sight, token));
    }
}

/// <summary>Mutations of shifts.</summary>
[MutationType]
internal sealed class ShiftMutations(Commands commands, CommandInput input, EventReader events, ShiftWork work)
{
    /// <summary>Begins a shift of who signed in.</summary>
    /// <param name="city">City code.</param>
    /// <param name="by">Who begins it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<ShiftRow> BeginShift(
        string city, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        Check(city);
        return Send(new BeginShift(city, by, input.Moment(occurredAt, city), expectedVersion), cancellation);
    }

    /// <summary>
    /// Hands over the shift of who signed in, with a list of what they work on, to another person. It lasts until that one accepts it, and
    /// can be handed over to a third one until then.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="by">Whose shift it is.</param>
    /// <param name="receiver">Name of the other person, as `me` calls them.</param>
    /// <param name="note">What is said about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<ShiftRow> HandOverShift(
        string city, string by, string receiver, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        Check(city);
        var open = await work.Open(city, by, cancellation);
        return await Send(new HandOverShift(city, by, receiver, note, open, input.Moment(occurredAt, city), expectedVersion), cancellation);
    }

    /// <summary>
    /// Accepts the shift of another person: who signed in works from now on on everything on which that one works, as far as it is open.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="person">Whose shift it is.</param>
    /// <param name="by">Who accepts it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<ShiftRow> AcceptShift(
        string city, string person, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        Check(city);
        var accept = new AcceptShift(city, person, by, input.Moment(occurredAt, city), expectedVersion);
        // Before it counts as accepted: where this ends in the middle, accepting it again passes on the rest.
        if (await events.Open<Shift>(accept.StreamId, null, cancellation) is { State: { Offer: { } offer } state, Version: var version }
            && (expectedVersion ?? version) == version && accept.Decide(state, input.Now(city)).Refusal is null)
            await work.PassOn(city, person, by, offer.Open, accept.OccurredAt, cancellation);
        return await Send(accept, cancellation);
    }

    /// <summary>
    /// Ends the shift of who signed in without handing it over. What they work on is kept in a list, and stays theirs until they release it
    /// or a supervisor takes it over.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="by">Whose shift it is.</param>
    /// <param name="note">What is said about it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<ShiftRow> EndShift(
        string city, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        Check(city);
        var open = await work.Open(city, by, cancellation);
        return await Send(new EndShift(city, by, note, open, input.Moment(occurredAt, city), expectedVersion), cancellation);
    }

    private void Check(string city)
    {
        CommandInput.Check(Texts.City.Check(city, "city"));
        input.CheckCity(city, "city");
    }

    private async Task<ShiftRow> Send(ICommand<Shift> command, CancellationToken cancellation) =>
        ShiftRow.Of((await events.Open<Shift>(await commands.Send(command, cancellation), null, cancellation))!.State);
}
