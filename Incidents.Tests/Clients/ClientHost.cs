using Incidents.Tests.Postgres;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>A host with the data that the examples of <c>docs/clients.md</c> ask for.</summary>
public sealed class ClientHost(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The middle of a neighbourhood, about 600 m across, where a third of the incidents are.</summary>
    internal const double BusyLongitude = 73.1001;
    internal const double BusyLatitude = 49.8002;

    private static readonly string[] CategoryCodes = ["burglary", "theft", "robbery"];

    private RunningHost? host;

    /// <summary>The incidents of the register.</summary>
    internal IReadOnlyList<Entry> Entries { get; } = [.. Enumerable.Range(0, 1_800).Select(Entry.Of)];

    internal RunningHost Host => host!;

    internal string Endpoint => new Uri(Host.Client.BaseAddress!, "/graphql").AbsoluteUri;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var city in Entries.Select(e => e.City).Append("karaganda").Distinct())
            await host.Covers(city);
        var register = await host.PostLines(Entries.Select(e => e.Report));
        var withdrawn = await host.PostLines(Entries.Where(e => !e.IsCounted).Select(e => e.Withdrawal));
        var calls = await host.PostLines(Enumerable.Range(0, 90).SelectMany(Call));
        Assert.All(register.Statuses.Concat(withdrawn.Statuses).Concat(calls.Statuses), status => Assert.Equal("accepted", status));
        await host.CaughtUp();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }

    // One call a day, answered after 20 s in January, 30 s in February and 40 s in March.
    private static IEnumerable<object> Call(int number)
    {
        var placed = new LocalDate(2026, 1, 1).PlusDays(number).At(new LocalTime(12, 0));
        yield return Step(null, null, placed);
        yield return Step("answered", "op", placed.PlusSeconds(10 + (10 * placed.Month)));

        object Step(string? phase, string? by, LocalDateTime at) => new
        {
            source = "sos",
            id = $"{number}",
            kind = "sosCall",
            phase,
            by,
            city = "karaganda",
            occurredAt = $"{at:uuuu-MM-ddTHH:mm:ss}",
        };
    }

    /// <summary>One incident of the register.</summary>
    internal sealed record Entry(int Number, string City, string? District, string Category, LocalDateTime At, bool IsCounted)
    {
        /// <summary>The incident as reported.</summary>
        public object Report => new
        {
            source = "register",
            id = $"{Number}",
            kind = "incident",
            reference = $"{Number}",
            city = City,
            district = District,
            category = Category,
            longitude = Longitude,
            latitude = Latitude,
            occurredAt = $"{At:uuuu-MM-ddTHH:mm:ss}",
        };

        /// <summary>Its withdrawal.</summary>
        public object Withdrawal => new
        {
            source = "register",
            id = $"w{Number}",
            kind = "incident",
            phase = "withdrawn",
            reference = $"{Number}",
            city = City,
            occurredAt = $"{At:uuuu-MM-ddTHH:mm:ss}",
        };

        private double Longitude => City is "satpayev" ? 67.5
            : IsBusy ? BusyLongitude + (((Number * 5 / 3 % 9) - 4) * 0.001) : 72.95 + (Number * 37 % 100 / 250.0);

        private double Latitude => City is "satpayev" ? 47.9
            : IsBusy ? BusyLatitude + (((Number * 7 / 3 % 11) - 5) * 0.0006) : 49.72 + (Number * 61 % 100 / 400.0);

        private bool IsBusy => Number % 3 == 0;

        /// <summary>The entry of a number: more of March than one page of a list holds, at all hours of the day.</summary>
        public static Entry Of(int number)
        {
            var day = number < 1_300 ? new LocalDate(2026, 3, 1).PlusDays(number % 31) : new LocalDate(2026, 1, 1).PlusDays(number % 59);
            var (city, district) = (number % 10) switch
            {
                0 => ("saran", "Город"),
                1 => ("satpayev", "Город"),
                2 or 3 => ("karaganda", null),
                < 7 => ("karaganda", "Қазыбек би"),
                _ => ("karaganda", "Әлихан Бөкейхан"),
            };
            return new(
                number, city, district, CategoryCodes[number % 7 % 3], day.At(new LocalTime(number * 7 % 24, 30)), number % 50 != 49);
        }
    }
}

/// <summary>The tests that share <see cref="ClientHost"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnClientHost : ICollectionFixture<ClientHost>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "on the host of clients";
}
