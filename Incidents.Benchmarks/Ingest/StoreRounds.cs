using Incidents.Api.Store;

namespace Incidents.Benchmarks.Ingest;

/// <summary>Empties the event store between rounds, and checks the events of a round.</summary>
internal static class StoreRounds
{
    public static Task EmptyStore(this BenchmarkDatabase database) =>
        database.Empty($"{EventStore.Schema}.mt_events", $"{EventStore.Schema}.mt_streams", StoreTables.Reference, OriginalBlocks.Table);

    /// <exception cref="InvalidOperationException">There are more or fewer events or streams.</exception>
    public static async Task MustHold(this BenchmarkDatabase database, long count)
    {
        var events = await database.Scalar<long>($"select count(*) from {EventStore.Schema}.mt_events");
        var streams = await database.Scalar<long>($"select count(*) from {EventStore.Schema}.mt_streams");
        if (events != count || streams != count)
            throw new InvalidOperationException($"The store holds {events} events of {streams} streams, where {count} of as many were "
                + "acknowledged.");
    }
}
