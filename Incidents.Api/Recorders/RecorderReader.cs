using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Recorders;

/// <summary>How the speeds of a recorder compare with those of its neighbours.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The recorder.</param>
/// <param name="CaptureCount">Number of its captures with a speed.</param>
/// <param name="LearnedCount">Number of captures from which it was learned what is usual of it.</param>
/// <param name="IsLearning">Whether there are too few of them yet: until then no drift is found.</param>
/// <param name="UsualKmPerHour">By how much its speeds are usually above those of its neighbours; null while it is being learned.</param>
/// <param name="SpreadKmPerHour">Standard deviation of single captures around that; null while it is being learned.</param>
/// <param name="IsSuspected">Whether it drifts and nobody has cleared it: its captures are held for review.</param>
/// <param name="DriftKmPerHour">By how much its speeds have moved; null where it is not suspected.</param>
/// <param name="LastCaptureAt">When its latest capture was made, by the city's clock.</param>
public sealed record RecorderSpeed(
    string City, string DeviceId, int CaptureCount, int LearnedCount, bool IsLearning, double? UsualKmPerHour, double? SpreadKmPerHour,
    bool IsSuspected, double? DriftKmPerHour, OffsetDateTime LastCaptureAt);

/// <summary>Reads how the speeds of recorders compare.</summary>
internal sealed class RecorderReader(NpgsqlDataSource source, Cities clocks, RecorderSettings settings)
{
    /// <summary>The recorders of some towns: those under suspicion first, then in order of town and id.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<RecorderSpeed>> Read(IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        var towns = cities?.ToArray() ?? [.. clocks.All.Select(city => city.Code)];
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var found = await RecorderRows.Read(connection, null, towns, cancellation);
        return
        [
            .. found.OrderByDescending(recorder => recorder.IsSuspected).Select(recorder =>
            {
                var isLearning = recorder.Chart.Count < settings.LearnedFrom;
                return new RecorderSpeed(
                    recorder.City, recorder.DeviceId, (int)Math.Min(int.MaxValue, recorder.Captures), recorder.Chart.Count, isLearning,
                    isLearning ? null : Math.Round(recorder.Chart.Mean, 1), isLearning ? null : Math.Round(recorder.Chart.Spread, 1),
                    recorder.IsSuspected, recorder.DriftKmPerHour is { } drift ? Math.Round(drift, 1) : null,
                    clocks.Local(recorder.LastAt, recorder.City));
            }),
        ];
    }
}
