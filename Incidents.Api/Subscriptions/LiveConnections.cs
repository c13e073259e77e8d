using System.Collections.Concurrent;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>The connections of this host over which results are streamed: a bounded number, and of one person a smaller one.</summary>
internal sealed class LiveConnections(SubscriptionSettings settings)
{
    private readonly ConcurrentDictionary<LiveConnection, byte> open = new();
    private readonly ConcurrentDictionary<string, int> byPerson = new(StringComparer.Ordinal);
    private int places;

    /// <summary>The connections.</summary>
    public IEnumerable<LiveConnection> Open => open.Keys;

    /// <summary>Takes a place for a connection; null where there is none.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref places) <= settings.MostConnections)
            return new(this);
        Interlocked.Decrement(ref places);
        return null;
    }

    /// <summary>The place of one connection.</summary>
    public sealed class Place(LiveConnections connections) : IDisposable
    {
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
            if (connections.byPerson.AddOrUpdate(caller.Id, 1, (_, n) => n + 1) <= connections.settings.MostConnectionsOfPerson)
            {
                person = caller.Id;
                return true;
            }
            connections.Leave(caller.Id);
            return false;
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
                connections.Leave(counted);
            person = null;
        }
    }

    private readonly SubscriptionSettings settings = settings;

    private void Leave(string person)
    {
        // Who has none left is forgotten, so that the table does not grow with everybody who ever came.
        if (byPerson.AddOrUpdate(person, 0, (_, n) => n - 1) <= 0)
            byPerson.TryRemove(KeyValuePair.Create(person, 0));
    }
}
