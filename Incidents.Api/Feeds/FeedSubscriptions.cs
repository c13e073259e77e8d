using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>Makes and ends receivers, gives them other secrets, and replays what they did not take.</summary>
/// <remarks>Each change is on the access log before it is made.</remarks>
internal sealed class FeedSubscriptions(
    FeedStore store, Outbox outbox, EventReader events, FeedAddresses addresses, Categories categories, IAccessLog log, IClock clock)
{
    /// <summary>Most messages on their way to a receiver at once, where none is given.</summary>
    public const int DefaultInFlight = 128;

    private const int MostInFlight = 1_000;
    private const int BytesOfSecret = 32;
    private static readonly Duration LongestGrace = Duration.FromDays(30);

    /// <summary>Makes a receiver.</summary>
    /// <exception cref="RefusedException">A value is not valid, or the access log cannot be written.</exception>
    public async Task<IssuedFeed> Create(
        string name, string? address, FeedFormat format, FeedFilter filter, IReadOnlyCollection<FeedClass> classes, int mostInFlight,
        CancellationToken cancellation)
    {
        CommandInput.Check(Texts.Owner.Check(name, "name") ?? Fault(address, format, filter, mostInFlight));
        var secret = RandomNumberGenerator.GetBytes(BytesOfSecret);
        var made = new FeedSubscription(
            Guid.NewGuid(), name, address, format, Distinct(filter.Cities), Distinct(filter.Categories), Distinct(filter.Kinds),
            filter.LeastUrgent, [.. classes.Distinct().Order()], mostInFlight, clock.GetCurrentInstant(), Callers.Current.Name, null, null,
            0, 0, 0, null, null, null);
        await Note(
            "made", made.Id, name, cancellation,
            new JsonArray([.. FeedSight.Of(made.Classes.ToArray()).Classes.Select(text => JsonValue.Create(text))]));
        await store.Add(made, secret, await events.LastSequence(cancellation), cancellation);
        return Issued(made, secret);
    }

    /// <summary>Gives a receiver another secret.</summary>
    /// <param name="id">The receiver.</param>
    /// <param name="grace">How long the secret of before signs too.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RefusedException">There is no such receiver, or the access log cannot be written.</exception>
    public async Task<IssuedFeed> Rotate(Guid id, Duration grace, CancellationToken cancellation)
    {
        if (grace < Duration.Zero || grace > LongestGrace)
            throw RefusedException.BadInput("graceMinutes", "The secret of before signs for 0 to 43,200 minutes.");
        var known = await Valid(id, cancellation);
        var secret = RandomNumberGenerator.GetBytes(BytesOfSecret);
        await Note("rotated", id, known.Name, cancellation);
        if (!await store.Rotate(id, secret, grace, cancellation))
            throw NoSuchFeed();
        return Issued(known, secret);
    }

    /// <summary>Ends a receiver for good.</summary>
    /// <exception cref="RefusedException">There is no such receiver, or the access log cannot be written.</exception>
    public async Task<FeedSubscription> End(Guid id, CancellationToken cancellation)
    {
        var known = await Valid(id, cancellation);
        await Note("ended", id, known.Name, cancellation);
        if (!await store.End(id, Callers.Current.Name, clock.GetCurrentInstant(), cancellation))
            throw NoSuchFeed();
        return (await store.List(id, cancellation))[0];
    }

    /// <summary>Puts dead letters into the outbox again.</summary>
    /// <param name="id">The receiver.</param>
    /// <param name="letters">The messages; null for all.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RefusedException">There is no such receiver, or the access log cannot be written.</exception>
    public async Task<FeedReplay> Replay(Guid id, Guid[]? letters, CancellationToken cancellation)
    {
        var known = await Valid(id, cancellation);
        await Note("replayed", id, known.Name, cancellation);
        return new(await outbox.Replay(id, letters, cancellation));
    }

    private Refusal? Fault(string? address, FeedFormat format, FeedFilter filter, int mostInFlight)
    {
        if (address is null && format is not FeedFormat.Eido)
            return new(ErrorCode.FieldMissing, "Only EIDO is fetched over a WebSocket; the other formats need an address.", "address");
        if (address is not null && addresses.Check(address) is { } refused)
            return refused;
        if (filter.LeastUrgent is < 1 or > Category.LeastUrgent)
            return new(ErrorCode.BadInput, $"An urgency is from 1 to {Category.LeastUrgent}.", "leastUrgent");
        if (mostInFlight is < 1 or > MostInFlight)
            return new(ErrorCode.BadInput, $"1 to {MostInFlight} messages are on their way at once.", "mostInFlight");
        var empty = filter.Cities is { Count: 0 } ? "cities" : filter.Categories is { Count: 0 } ? "categories"
            : filter.Kinds is { Count: 0 } ? "kinds" : null;
        if (empty is not null)
            return new(ErrorCode.BadInput, "An empty list is told of nothing; leave it out for all.", empty);
        return filter.Categories?.FirstOrDefault(code => !categories.TryFind(code, out _)) is { } unknown
            ? new(ErrorCode.BadInput, $"The category '{unknown}' is not known here.", "categories")
            : filter.Cities?.Select(city => Texts.City.Check(city, "cities")).FirstOrDefault(fault => fault is not null);
    }

    private async Task<FeedSubscription> Valid(Guid id, CancellationToken cancellation) =>
        (await store.List(id, cancellation)).FirstOrDefault(known => known.EndedAt is null) ?? throw NoSuchFeed();

    private async Task Note(string change, Guid id, string name, CancellationToken cancellation, JsonArray? classes = null)
    {
        var details = new JsonObject { ["change"] = change, ["feed"] = id.ToString("N"), ["name"] = name };
        if (classes is not null)
            details["given"] = classes;
        try
        {
            await log.Write(AccessEntry.OfCurrent(AccessKind.FeedChanged, details), cancellation);
        }
        catch (AccessLogException e)
        {
            throw new RefusedException(new(ErrorCode.AccessLogAway, e.Message));
        }
    }

    private static IssuedFeed Issued(FeedSubscription feed, byte[] secret) => new(
        feed, FeedSignature.Text(secret), feed.Address is null ? FeedSignature.Authorization(feed.Id, secret) : null);

    private static T[]? Distinct<T>(IReadOnlyList<T>? values) => values?.Distinct().ToArray();

    private static RefusedException NoSuchFeed() =>
        new(new(ErrorCode.NotFound, "There is no such receiver, or it was ended.", "id"));
}
