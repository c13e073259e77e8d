using Incidents.Domain.Sources;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Sources;

/// <summary>Declarations of coverage count for nothing: they say of what days counts are.</summary>
internal static class SourceCounts
{
    public static void Declare(CountRules rules) => rules.Uncounted<CoverageDeclared>();
}
