using System.Collections.Concurrent;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>The connections of this host over which results are streamed: a bounded number, and of one person a smaller one.</summary>
internal sealed class LiveConnections(SubscriptionSettings settings)
{
    private readonly ConcurrentDictionary<LiveConnection, byte> open = new();
    private readonly ConcurrentDictionary<string, int> byPerson = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> byAddress = new(StringComparer.Ordinal);
    private int places;

    /// <summary>The connections.</summary>
    public IEnumerable<LiveConnection> Open => open.Keys;

    /// <summary>Takes a place for a connection; null where there is none.</summary>
    /// <param name="address">The client's address, where nobody has signed in yet; else null.</param>
    public Place? TryEnter(string? address)
    {
        if (Interlocked.Increment(ref places) <= settings.MostConnections)
        {
            if (address is null || TryCount(byAddress, address, settings.MostUnsignedOfAddress))
                return new(this, address);
        }
        Interlocked.Decrement(ref places);
        return null;
    }

    /// <summary>The place of one connection.</summary>
    public sealed class Place(LiveConnections connections, string? address) : IDisposable
    {
        private string? unsigned = address;
        private LiveConnection? held;
        private string? person;

        /// <summary>Gives it to a connection.</summary>
        public void Hold(LiveConnection connection)
        {
            held = connection;
            connections.open.TryAdd(connection, 0);
        }

        /// <summary>Counts the connection as one of a person; false where the person has as many as it may have.</summary>
        public bool TryCount(Caller caller)
        {
            Uncount();
            if (!LiveConnections.TryCount(connections.byPerson, caller.Id, connections.settings.MostConnectionsOfPerson))
                return false;
            person = caller.Id;
            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (held is not null)
                connections.open.TryRemove(held, out _);
            Uncount();
            Interlocked.Decrement(ref connections.places);
        }

        private void Uncount()
        {
            if (person is { } counted)
                Leave(connections.byPerson, counted);
            if (unsigned is { } entered)
                Leave(connections.byAddress, entered);
            (person, unsigned) = (null, null);
        }
    }

    private readonly SubscriptionSettings settings = settings;

    private static bool TryCount(ConcurrentDictionary<string, int> counts, string who, int most)
    {
        if (counts.AddOrUpdate(who, 1, (_, n) => n + 1) <= most)
            return true;
        Leave(counts, who);
        return false;
    }

    private static void Leave(ConcurrentDictionary<string, int> counts, string who)
    {
        // Who has none left is forgotten, so that the table does not grow with everybody who ever came.
        if (counts.AddOrUpdate(who, 0, (_, n) => n - 1) <= 0)
            counts.TryRemove(KeyValuePair.Create(who, 0));
    }
}
