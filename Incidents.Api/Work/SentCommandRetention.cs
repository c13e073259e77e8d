using Incidents.Api.Ingest;
using Incidents.Api.Store;
using NodaTime;

namespace Incidents.Api.Work;

/// <summary>Deletes answers to commands of pages that nobody sends again: after 62 days.</summary>
/// <remarks>Later a command that was carried out is still found by its event; one that was refused is decided anew.</remarks>
internal sealed class SentCommandRetention(SentCommands sent, IClock clock, ILogger<SentCommandRetention> log)
    : RetentionService("answers to commands", TimeSpan.FromDays(62), clock, log)
{
    /// <inheritdoc/>
    protected override Task<int> Delete(Instant before, int most, CancellationToken cancellation) =>
        sent.Delete(before, most, cancellation);
}
