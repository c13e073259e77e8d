using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Quarantine;

namespace Incidents.Api.Quarantine;

/// <summary>Result of a release.</summary>
/// <param name="Released">Events that their read model is given once more.</param>
/// <param name="Unreadable">Events that this build cannot read; they stay in quarantine.</param>
public sealed record ReleaseResult(int Released, int Unreadable);

/// <summary>Releases quarantined events.</summary>
internal sealed class QuarantineService(
    QuarantineTable quarantine, CommandStore commands, EventCatalogue catalogue, EventReader events, Cities cities)
{
    private const int PageSize = 500;

    /// <summary>Gives events to their read models once more, in order of sequence.</summary>
    /// <param name="readModel">Only those of this read model; null for all.</param>
    /// <param name="by">Who releases them.</param>
    /// <param name="cancellation">Cancels it; what was released by then stays so.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer in time.</exception>
    public async Task<ReleaseResult> Release(string? readModel, string by, CancellationToken cancellation)
    {
        var (released, unreadable) = (0, 0);
        (long, string)? after = null;
        while (await quarantine.List(readModel, after, false, PageSize, cancellation) is [_, ..] page)
        {
            foreach (var row in page)
            {
                if (Command(row, await events.Stored(row.Sequence, cancellation), by) is not { } command)
                {
                    unreadable++;
                    continue;
                }
                if ((await commands.Decide(command, cancellation, new(By: by))).Refusal is { } refusal)
                    throw new RefusedException(refusal);
                await quarantine.MarkReleased(row.ReadModel, row.Sequence, cancellation);
                released++;
            }
            after = (page[^1].Sequence, page[^1].ReadModel);
        }
        return new(released, unreadable);
    }

    private ReleaseEvent? Command(QuarantinedEvent row, (string Type, string Json) stored, string by)
    {
        try
        {
            // The release of an event that failed again stands for that event.
            var @event = catalogue.Read(stored.Type, stored.Json);
            return @event is EventReleased again
                ? new(row.ReadModel, row.Sequence, again.Stream, again.Version, again.Type, again.Json, again.City, by)
                : new(row.ReadModel, row.Sequence, row.StreamId, row.Version, stored.Type, stored.Json, CityOf(stored.Json), by);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private string CityOf(string json) =>
        Find(JsonNode.Parse(json)) is { } city && cities.Find(city) is not null ? city : cities.All.First().Code;

    private static string? Find(JsonNode? node) => node is not JsonObject fields ? null
        : fields["place"]?["city"]?.GetValue<string>() ?? fields.Select(f => Find(f.Value)).FirstOrDefault(city => city is not null);
}
