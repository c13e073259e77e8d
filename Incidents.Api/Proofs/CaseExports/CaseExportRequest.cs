using Incidents.Domain.Proofs;
using Incidents.Projections;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>What is exported, by whom and why.</summary>
/// <param name="Case">The case.</param>
/// <param name="By">Who exports it, as its receipt and its custody name them.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Entries">Ids of the events to disclose; null for all. The others are withheld.</param>
/// <param name="Sight">What they see of alerts, calls, violations and incidents: the entries of others are withheld.</param>
/// <param name="Since">An earlier checkpoint that the log is to be shown to continue, or null.</param>
internal sealed record CaseExportRequest(
    Guid Case, string By, string Purpose, IReadOnlyCollection<Guid>? Entries, RowSight Sight, Checkpoint? Since = null);
