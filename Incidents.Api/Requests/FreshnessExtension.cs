using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using NodaTime.Text;

namespace Incidents.Api.Requests;

/// <summary>Writes <c>extensions.freshness</c> on every GraphQL answer; null where the store does not answer.</summary>
/// <remarks>
/// The read models held <c>projectedSequence</c> before anything is resolved, and <c>lagEvents</c> counts every event that was committed
/// before the request arrived: an answer may be fresher than it states, never staler. One snapshot for the whole request would be exact,
/// and would hold a connection and the locks of its tables until the slowest field is resolved, which keeps a rebuilt read model from being
/// swapped in.
/// </remarks>
internal sealed class FreshnessExtension(Freshness freshness) : IResponseExtension
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask Write(IDictionary<string, object?> extensions, CancellationToken cancellation)
    {
        try
        {
            extensions["freshness"] = Statement(await freshness.BeginAnswer().WaitAsync(Patience, cancellation));
        }
        catch (Exception e) when (IsUnknown(e))
        {
            extensions["freshness"] = null;
        }
    }

    private static async Task<object?> Statement(Task<FreshnessReading> underWay)
    {
        FreshnessReading reading;
        try
        {
            reading = await underWay.WaitAsync(Patience);
        }
        catch (Exception e) when (IsUnknown(e))
        {
            return null;
        }
        return new Dictionary<string, object?>
        {
            ["projectedSequence"] = reading.Projected,
            ["appendedSequence"] = reading.Appended,
            ["lagEvents"] = reading.LagEvents,
            ["lagSeconds"] = Math.Round(reading.LagSeconds, 3),
            ["readModels"] = reading.ReadModels,
            ["asOf"] = InstantPattern.ExtendedIso.Format(reading.AsOf),
        };
    }

    // The store does not answer: the freshness of the answer is unknown, and its refusal must still reach the client.
    private static bool IsUnknown(Exception e) => StoreFault.IsOfStore(e) || e is TimeoutException;
}
