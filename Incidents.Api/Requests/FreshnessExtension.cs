using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using NodaTime.Text;

namespace Incidents.Api.Requests;

/// <summary>
/// Writes <c>extensions.freshness</c> on every GraphQL answer: how far the read models had come, at least, when they were read; null where
/// the store does not answer.
/// </summary>
internal sealed class FreshnessExtension(Freshness freshness) : IResponseExtension
{
    // The time limit of a request begins afterwards.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask Write(IDictionary<string, object?> extensions, CancellationToken cancellation)
    {
        FreshnessReading reading;
        try
        {
            reading = await freshness.Read().WaitAsync(Patience, cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfStore(e) || e is TimeoutException)
        {
            // The store does not answer: the freshness of the answer is unknown, and its refusal must still reach the client.
            extensions["freshness"] = null;
            return;
        }
        extensions["freshness"] = new Dictionary<string, object?>
        {
            ["projectedSequence"] = reading.Projected,
            ["appendedSequence"] = reading.Appended,
            ["lagEvents"] = reading.LagEvents,
            ["lagSeconds"] = Math.Round(reading.LagSeconds, 3),
            ["readModels"] = reading.ReadModels,
            ["asOf"] = InstantPattern.ExtendedIso.Format(reading.AsOf),
        };
    }
}
