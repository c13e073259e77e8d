using Incidents.Domain;
using Incidents.Domain.Sources;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    public static readonly DeclareCoverage Declaration = new(
        "register", "karaganda", CoveredKind.Incident, new(2023, 1, 1), new LocalDate(2023, 9, 1),
        [new(new(2023, 3, 1), new(2023, 3, 8))], "op-1");

    private static IReadOnlyList<IDomainEvent> SourceEvents =>
    [
        new CoverageDeclared(
            "register", "karaganda", CoveredKind.Incident, new(2023, 1, 1), new LocalDate(2023, 9, 1),
            [new(new(2023, 3, 1), new(2023, 3, 8))], "op-1", Now, Now),
    ];
}
