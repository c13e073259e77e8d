using Incidents.Domain;
using Incidents.Domain.Sources;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Sources;

/// <summary>How declarations of coverage are described in a timeline.</summary>
internal static class SourceTimeline
{
    public static void Declare(TimelineRules rules) => rules.Describe<CoverageDeclared>(
        TimelineSubject.SourceCoverage, e => new() { Source = e.Source, Place = new Place(e.City), By = e.By });
}
