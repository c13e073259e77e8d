using Incidents.Api.Reactions;
using Incidents.Domain;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>Gives a reaction events in pages of a size, in a transaction that is not committed.</summary>
internal static class Reacted
{
    /// <summary>What the reaction sent, in order.</summary>
    /// <param name="host">The host whose database it writes to.</param>
    /// <param name="reaction">The reaction.</param>
    /// <param name="pageSize">Events of a page.</param>
    /// <param name="events">The events, in order.</param>
    /// <param name="after">What is looked at in the transaction, after the last page.</param>
    public static async Task<List<ReactionCommand>> To(
        RunningHost host, Reaction reaction, int pageSize, IEnumerable<(Guid Stream, IDomainEvent Content)> events,
        Func<NpgsqlConnection, NpgsqlTransaction, Task>? after = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sent = new List<ReactionCommand>();
        await using var connection = await host.Database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var told = events.Select((one, i) => new ReactionEvent(i + 1, one.Stream, 1, one.Content) { Id = Identity.Event(one.Stream, "1") });
        foreach (var part in told.Chunk(pageSize))
        {
            var page = new ReactionPage(part, part[^1].Sequence, connection, transaction);
            await reaction.React(page, cancellation);
            sent.AddRange(page.Sent);
        }
        if (after is not null)
            await after(connection, transaction);
        return sent;
    }
}
