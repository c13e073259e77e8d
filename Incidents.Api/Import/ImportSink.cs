using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Sources;

namespace Incidents.Api.Import;

/// <summary>The receiver of imported reports.</summary>
/// <param name="Accept">
/// Takes reports and returns a result for each, in order. It is called again before earlier calls return; of reports about the same
/// thing, a later one is passed only after the result of the earlier one.
/// </param>
/// <param name="DeclareCity">Adds a city of the map before the first report; does nothing if the city is known.</param>
/// <param name="OfBatch">Takes the reports of a historic batch instead.</param>
internal sealed record ImportSink(
    Func<IReadOnlyList<Report>, CancellationToken, Task<ReportAnswer[]>> Accept, Func<City, CancellationToken, Task> DeclareCity,
    Func<HistoricBatch, IReadOnlyList<Report>, CancellationToken, Task<ReportAnswer[]>>? OfBatch = null)
{
    /// <summary>Declares from when until when the source reports, before the first report; null where nothing keeps it.</summary>
    public Func<DeclareCoverage, CancellationToken, Task<Refusal?>>? DeclareCoverage { get; init; }

    /// <summary>The same for the reports of a historic batch.</summary>
    public ImportSink For(HistoricBatch batch) => this with { Accept = (reports, cancellation) => OfBatch!(batch, reports, cancellation) };
}
