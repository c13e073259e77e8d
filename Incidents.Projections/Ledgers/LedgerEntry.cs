using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>
/// One entry of the ledger: what is counted, where and when it occurred, when it became known, and by how much the count changes.
/// </summary>
/// <param name="Measure">What is counted.</param>
/// <param name="CountKey">Category, place and time under which it is counted.</param>
/// <param name="KnownAt">When the change became known.</param>
/// <param name="Delta">By how much the count changes; negative where an earlier entry is undone. It is +1 or -1 for most measures.</param>
/// <param name="Took">For durations: how long it took; else null.</param>
public readonly record struct LedgerEntry(Measure Measure, CountKey CountKey, OffsetDateTime KnownAt, int Delta, Duration? Took = null);
