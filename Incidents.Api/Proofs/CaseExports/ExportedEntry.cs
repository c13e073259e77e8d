using System.Text;
using Incidents.Api.Store;
using Incidents.Domain.Cases;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>An entry of a case that is disclosed.</summary>
/// <param name="Position">Its number in the list of the case, from 0.</param>
/// <param name="Event">The event.</param>
/// <param name="IsGap">Whether its content is not shown: it was masked, or may not be shown. Its hash proves that it was there.</param>
internal sealed record ExportedEntry(long Position, CommittedEvent Event, bool IsGap)
{
    /// <summary>What pages show of it.</summary>
    public ShownEntry Shown => new(Position, Event.Id, Event.Type, IsGap ? null : Encoding.UTF8.GetString(Event.Canonical), Event.Hash);
}

/// <summary>An item of evidence of a disclosed entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Taken">The event.</param>
/// <param name="Part">Name of its part; null where its bytes are not in the export.</param>
internal sealed record ExportedEvidence(ExportedEntry Entry, EvidenceTaken Taken, string? Part);
