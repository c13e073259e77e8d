using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>Waits until all read models hold a position.</summary>
/// <remarks>
/// Another host may write the read models, so their progress is read from the database again and again. All that wait share the readings.
/// A query that waits takes none of the places in which queries are executed.
/// </remarks>
internal sealed class ReadPositions(Freshness freshness, GraphQLSettings settings) : IReadPositions
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private int waiting;

    public async Task Wait(long position, CancellationToken cancellation)
    {
        if (position < 0)
            throw RefusedException.BadInput("position", "A position is at least 0.");
        if (freshness.Held >= position)
            return;
        var reading = await freshness.Read().WaitAsync(cancellation);
        if (position > reading.Appended)
        {
            throw new RefusedException(new(
                ErrorCode.PositionUnknown, $"There is no event {position}: the last one is {reading.Appended}.", "position"));
        }
        if (reading.Projected >= position)
            return;
        try
        {
            if (Interlocked.Increment(ref waiting) > settings.MostWaitingQueries)
                throw new QueryGate.BusyError();
            while (reading.Projected < position)
            {
                await Task.Delay(Pause, cancellation);
                reading = await freshness.Read().WaitAsync(cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
