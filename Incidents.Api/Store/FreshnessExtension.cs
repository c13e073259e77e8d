using Incidents.Api.GraphQL;
using NodaTime.Text;

namespace Incidents.Api.Store;

/// <summary>Writes <c>extensions.freshness</c> on every GraphQL answer: how far the read models had come, at least, when they were read.</summary>
internal sealed class FreshnessExtension(Freshness freshness) : IAnswerExtension
{
    public async ValueTask WriteAsync(IDictionary<string, object?> extensions, CancellationToken cancellationToken)
    {
        var reading = await freshness.Read();
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
