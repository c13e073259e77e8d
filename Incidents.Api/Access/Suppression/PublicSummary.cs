using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Api.Counts;
using Incidents.Api.Kpis;
using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Projections.Kpis;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.Access.Suppression;

/// <summary>Key figures that are shown without sign-in: of the last month and year that are over.</summary>
/// <param name="AsOf">When they were read.</param>
/// <param name="SmallestCount">The smallest count that is shown; counts are multiples of it, and a smaller one is null.</param>
/// <param name="IsSimulated">Whether the store contains events of the simulator.</param>
/// <param name="Month">The last calendar month that is over.</param>
/// <param name="Year">The last calendar year that is over.</param>
internal sealed record SummaryAnswer(
    Instant AsOf, int SmallestCount, bool IsSimulated, SummaryPeriod Month, SummaryPeriod Year);

/// <summary>The key figures of a period.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="BeforeFrom">First local day of the period compared with.</param>
/// <param name="BeforeUntil">First local day after that.</param>
/// <param name="Kpis">As <c>kpis</c> of GraphQL: all towns together first, then each town.</param>
internal sealed record SummaryPeriod(
    LocalDate From, LocalDate Until, LocalDate BeforeFrom, LocalDate BeforeUntil, IEnumerable<Kpis.Kpis> Kpis);

/// <summary>The summary of key figures at <c>/public/summary</c>, where it is switched on.</summary>
/// <remarks>It is computed with the rights of an akimat of all towns, whoever asks, and kept for some minutes.</remarks>
internal sealed class PublicSummary(
    IServiceScopeFactory scopes, KpiReader reader, KpiTargets targets, Cities cities, SimulationMark simulation, AccessSettings settings,
    IClock clock)
{
    /// <summary>The address.</summary>
    public const string Path = "/public/summary";

    private static readonly Duration Kept = Duration.FromMinutes(5);
    private static readonly Caller Public = new("public", "public", [new(Role.Akimat, null)]);

    // As GraphQL writes them.
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    private readonly SemaphoreSlim one = new(1, 1);
    private SummaryAnswer? kept;

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        Path, static async (PublicSummary summary, HttpContext http) =>
        {
            if (!summary.IsShown)
                return Results.NotFound();
            http.Response.Headers.CacheControl = FormattableString.Invariant($"public, max-age={(int)Kept.TotalSeconds}");
            return Results.Json(await summary.Read(http.RequestAborted), Json);
        }).WithDisplayName("Public summary").AllowAnonymous();

    private bool IsShown => settings.PublicSummary;

    private async Task<SummaryAnswer> Read(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            var now = clock.GetCurrentInstant();
            if (kept is { } known && now - known.AsOf < Kept && now >= known.AsOf)
                return known;
            using var caller = Callers.Enter(Public);
            await using var scope = scopes.CreateAsyncScope();
            var month = FixedEdges.Last(cities.Local(now, null).Date);
            LocalDate year = new(month.Year, 1, 1);
            return kept = new(
                now, settings.SmallestCount, simulation.IsSimulated,
                await Figures(month.PlusMonths(-1), month, month.PlusMonths(-2)),
                await Figures(year.PlusYears(-1), year, year.PlusYears(-2)));

            async Task<SummaryPeriod> Figures(LocalDate from, LocalDate until, LocalDate before)
            {
                var services = scope.ServiceProvider;
                var kpis = await KpiQueries.Kpis(
                    reader, targets, services.GetRequiredService<CountFilters>(), services.GetRequiredService<TimeNotes>(), from, until,
                    beforeFrom: before, beforeUntil: from, cancellation: cancellation);
                return new(from, until, before, from, (IEnumerable<Kpis.Kpis>)ShownTotals.Kpis(kpis));
            }
        }
        finally
        {
            one.Release();
        }
    }
}
