using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Boundaries;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Two towns with many small counts: some hundred incidents of a year in eight categories, 16 areas and many cells.</summary>
public sealed class SuppressedTowns(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The smallest count that is shown.</summary>
    public const int K = 5;

    /// <summary>Number of months with incidents, the last ones that are over.</summary>
    public const int Months = 13;

    /// <summary>The set of boundaries: squares in four rows and columns.</summary>
    public const string Areas = "suppressed-squares";

    private const double West = 73.0, South = 49.7, Side = 0.06;

    private string[]? towns;
    private RunningHost? host;

    internal RunningHost Host => host!;

    /// <summary>The towns.</summary>
    public IReadOnlyList<string> Towns => towns!;

    /// <summary>Codes of the categories.</summary>
    public IReadOnlyList<string> Categories { get; private set; } = [];

    /// <summary>The first day of the current month.</summary>
    public static LocalDate Last { get; } = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Almaty"])
        .Date.With(DateAdjusters.StartOfMonth);

    /// <summary>The first day of a month, from 0 to <see cref="Months"/>.</summary>
    public static string Month(int index) => $"{Last.PlusMonths(index - Months):uuuu-MM-dd}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(
            await postgres.CreateDatabase(), settings: new Dictionary<string, string?> { ["Access:PublicSummary"] = "true" });
        towns = [await Host.NewCity(), await Host.NewCity()];
        foreach (var town in towns)
            await Host.Covers(town);
        var random = new Random(TestScale.Seed);
        Categories = [.. Host.Services.GetRequiredService<Categories>().All.Where(c => c.Until is null).Take(8).Select(c => c.Code)];
        var answer = await Host.PostLines(Enumerable.Range(0, 600).Select(i => Report(i, random)));
        Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
        var file = Path.Combine(Directory.CreateTempSubdirectory("squares").FullName, "squares.geojson");
        await File.WriteAllTextAsync(file, Squares(), TestContext.Current.CancellationToken);
        await Host.Services.GetRequiredService<BoundaryStore>()
            .Load(file, new(Areas, "name", null, new(2000, 1, 1), null), TestContext.Current.CancellationToken);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        await Host.CaughtUp();
    }

    // A few categories and the middle are common, the others rare; one of seven has no place.
    private object Report(int i, Random random)
    {
        var day = Last.PlusMonths(-1 - (int)(Months * Math.Pow(random.NextDouble(), 1.5))).PlusDays(random.Next(28));
        var hasPlace = random.Next(7) > 0;
        double Along(double from) => from + 4 * Side * (random.NextDouble() + random.NextDouble() + random.NextDouble()) / 3;
        return new
        {
            source = "towns",
            id = $"{i}",
            kind = "incident",
            city = Towns[random.Next(4) / 3],
            category = Categories[(int)(Categories.Count * Math.Pow(random.NextDouble(), 2))],
            occurredAt = $"{day:uuuu-MM-dd}T{random.Next(24):00}:15:00+05:00",
            longitude = hasPlace ? Along(West) : (double?)null,
            latitude = hasPlace ? Along(South) : (double?)null,
        };
    }

    private static string Squares() => JsonSerializer.Serialize(new
    {
        type = "FeatureCollection",
        features = Enumerable.Range(0, 16).Select(i =>
        {
            var (west, south) = (West + i % 4 * Side, South + i / 4 * Side);
            return new
            {
                type = "Feature",
                properties = new { name = $"square {i:00}" },
                geometry = new
                {
                    type = "Polygon",
                    coordinates = new[]
                    {
                        new double[][]
                        {
                            [west, south], [west + Side, south], [west + Side, south + Side], [west, south + Side], [west, south],
                        },
                    },
                },
            };
        }),
    });

    /// <summary>Asks as the akimat of all towns, and fails where the answer has errors.</summary>
    internal async Task<JsonElement> AskAsAkimat(string query)
    {
        var answer = await AnswerAs(Host, query, new Grant(Role.Akimat, null));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ValueKind is JsonValueKind.Undefined ? "" : errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>The whole answer to somebody with some grants.</summary>
    internal static async Task<JsonElement> AnswerAs(RunningHost host, string query, params Grant[] grants)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = host.SignIn("somebody", grants);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}

/// <summary>The tests that share <see cref="SuppressedTowns"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnSuppressedTowns : ICollectionFixture<SuppressedTowns>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "on towns with small counts";
}
