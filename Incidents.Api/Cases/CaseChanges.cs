using Incidents.Api.Store;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>What changed in a case between two moments, as known at each.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="From">The earlier moment.</param>
/// <param name="Until">The later moment.</param>
/// <param name="StatusBefore">How far it had come; null where nothing was known of it yet.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Items">The items that were added, amended or removed, each before and after, in the order of ids.</param>
/// <param name="Shared">The colleagues with whom it is shared since.</param>
/// <param name="Unshared">The colleagues with whom it is not shared any more.</param>
/// <param name="EvidenceTaken">Ids of the evidence that it took in since.</param>
/// <param name="EvidenceWithdrawn">Ids of the evidence that was withdrawn since.</param>
/// <param name="BranchesBegun">Ids of the branches begun since.</param>
/// <param name="Absorbed">Ids of the cases that are part of it since.</param>
/// <param name="Separated">Ids of the cases that are not part of it any more.</param>
/// <param name="EventCount">Number of its own events that became known between the moments.</param>
public sealed record CaseChanges(
    Guid CaseId, Instant From, Instant Until, CaseStatus? StatusBefore, CaseStatus Status, IReadOnlyList<CaseItemChange> Items,
    IReadOnlyList<CaseColleague> Shared, IReadOnlyList<CaseColleague> Unshared, IReadOnlyList<Guid> EvidenceTaken,
    IReadOnlyList<Guid> EvidenceWithdrawn, IReadOnlyList<Guid> BranchesBegun, IReadOnlyList<Guid> Absorbed,
    IReadOnlyList<Guid> Separated, int EventCount)
{
    internal static CaseChanges Of(Guid id, Case? before, LoadedStream<Case> then, Instant from, Instant until)
    {
        var after = then.State;
        var ids = (before?.Items.Keys ?? []).Union(after.Items.Keys).Order();
        return new(
            id, from, until, before?.Status, after.Status,
            [
                .. ids.Select(item => new CaseItemChange(
                    item, before?.Items.GetValueOrDefault(item), after.Items.GetValueOrDefault(item))).Where(c => c.Before != c.After),
            ],
            [.. after.SharedWith.Except(before?.SharedWith ?? [])], [.. (before?.SharedWith ?? []).Except(after.SharedWith)],
            New(c => c.Evidence.Select(e => e.Taken.EvidenceId)),
            New(c => c.Evidence.Where(e => e.IsWithdrawn).Select(e => e.Taken.EvidenceId)), New(c => c.Branches.Select(b => b.Id)),
            New(c => c.Absorbed.Select(p => p.CaseId)),
            [.. (before?.Absorbed ?? []).Select(p => p.CaseId).Except(after.Absorbed.Select(p => p.CaseId))],
            then.Events.Count(e => e.Event.KnownAt.ToInstant() > from));

        IReadOnlyList<Guid> New(Func<Case, IEnumerable<Guid>> of) => [.. of(after).Except(before is null ? [] : of(before))];
    }
}
