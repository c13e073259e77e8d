using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Requests;

/// <summary>
/// Writes <c>extensions.freshness</c> on every GraphQL answer: how far the read models had come, at least, when they were read; null where the store does not answer.
/// </summary>
internal sealed class FreshnessExtension(Freshness freshness) : IAnswerExtension
{
    public async ValueTask WriteAsync(IDictionary<string, object?> extensions, CancellationToken cancellationToken)
    {
        FreshnessReading reading;
        try
        {
            reading = await freshness.Read();
        }
        catch (NpgsqlException)
        {
            // The store does not answer: how fresh the rest of the answer is, nobody can say; that it was refused must still reach the asker.
            extensions["freshness"] = null;
            return;
        }
        extensions["freshness"] = new Dictionary<string, object?>
        {
            ["projectedSequence"] = reading.Projected,
            ["appendedSequence"] = reading.Appended,
            ["lagEvents"] = reading.LagEvents,
            ["lagSeconds"] = Math.Round(reading.LagSeconds, 3),
            ["asOf"] = InstantPattern.ExtendedIso.Format(reading.AsOf),
        };
    }
}
