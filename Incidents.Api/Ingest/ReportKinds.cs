using System.Collections.Frozen;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>The kinds of report that the intake takes.</summary>
/// <param name="kinds">Those that the slices declare.</param>
internal sealed class ReportKinds(params IEnumerable<ReportKind> kinds)
{
    private readonly FrozenDictionary<string, ReportKind> byName = kinds.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>All kinds.</summary>
    public IEnumerable<ReportKind> All => byName.Values;

    /// <summary>What a report asks of the store, or null with the refusal.</summary>
    public Submission? Read(in CheckedReport report, out Refusal? refusal)
    {
        if (byName.TryGetValue(report.Report.Kind!, out var kind))
            return kind.Read(report, out refusal);
        refusal = new(ErrorCode.KindUnknown, $"There is no kind of report '{report.Report.Kind}'.", "kind");
        return null;
    }

    /// <summary>Whether a report is the entry of a list.</summary>
    public bool IsListed(Report report) => Find(report)?.IsListed(report) is true;

    /// <summary>Whether a report is no event, and only shows that the device is there.</summary>
    public bool IsSign(Report report) => Find(report)?.IsSign(report) is true;

    /// <summary>Why such a report is refused, or null.</summary>
    public Refusal? CheckSign(Report report) => Find(report)!.Check(report, out _);

    private ReportKind? Find(Report report) => report.Kind is { } kind ? byName.GetValueOrDefault(kind) : null;
}
