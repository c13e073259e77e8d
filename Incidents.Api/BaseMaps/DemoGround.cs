using Incidents.Api.Boundaries;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps;

/// <summary>The ground of the demo: places and boundaries of Karaganda region, from files that lie beside the repository.</summary>
/// <remarks>
/// They are not part of the repository, because their licences are not ours. Where a file is missing, or where places or boundaries are
/// there already, nothing is loaded.
/// </remarks>
internal sealed partial class DemoGround(
    MapPlaces places, BoundaryStore boundaries, Cities cities, IClock clock, ILogger<DemoGround> logger)
{
    private const string PlacesName = "karaganda_ulytau_places.csv";
    private const string BoundariesName = "karaganda_region_geoboundaries_pre2022.geojson";

    // As long as anybody has records, and since the region was divided.
    private static readonly (string Region, LocalDate From)[] Vintages =
        [("region_before_2022", new(1990, 1, 1)), ("region_since_2022", new(2022, 6, 8))];

    /// <summary>Loads what is not there yet.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task Load(string folder, CancellationToken cancellation)
    {
        try
        {
            var path = Path.Combine(folder, PlacesName);
            if (File.Exists(path) && (await places.Read(null, null, 1, cancellation)).Count == 0)
                await places.Replace(PlacesFile.Read(path), cancellation);
            path = Path.Combine(folder, BoundariesName);
            var today = cities.Local(clock.GetCurrentInstant(), null).Date;
            if (!File.Exists(path) || (await boundaries.At(null, today, cancellation)).Count > 0)
                return;
            foreach (var (region, from) in Vintages)
                await boundaries.Load(path, new("districts", "shapeName", region, from, null), cancellation);
        }
        catch (Exception e) when (e is BaseMapException or BoundaryException)
        {
            // The demo starts without its ground.
            LogRefused(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The places or boundaries of the demo are not loaded: {Reason}")]
    private partial void LogRefused(string reason);
}
