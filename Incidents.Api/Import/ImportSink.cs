using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Where imported reports go.</summary>
/// <param name="Accept">
/// Takes reports and answers each, in order. It is called again before earlier answers are there; of reports that concern the
/// same thing, later ones are handed over only when the earlier ones are answered.
/// </param>
/// <param name="DeclareCity">Makes a city of the map's own known, before the first report; does nothing where it is known.</param>
internal sealed record ImportSink(
    Func<IReadOnlyList<Report>, CancellationToken, Task<ReportAnswer[]>> Accept, Func<City, CancellationToken, Task> DeclareCity);
