using Incidents.Api.Recorders;
using Incidents.Domain;
using Incidents.Domain.Plates;
using Incidents.Domain.Violations;
using Incidents.Projections.Outages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>Which captures are held does not depend on the order in which reads come, nor on the pages in which they are taken.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PlateSightingsTests(SharedHost shared)
{
    private const string Plate = "514KLN09";

    // Before all that other tests report.
    private static readonly Instant Noon = Instant.FromUtc(2020, 3, 1, 7, 0);

    private readonly RunningHost host = shared.Host;

    // A recorder sends a violation and a read of the plate of one capture; the nearest read of each is of the same device. 11.1 km in 20 s.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(1_000)]
    public async Task Both_captures_are_held_where_each_device_sends_a_violation_and_a_read(int pageSize)
    {
        (Guid Id, IDomainEvent)[] reads =
        [
            Captured("a", 49.8, 0), Read("a", 49.8, -1), Captured("b", 49.9, 20), Read("b", 49.9, 19),
        ];
        foreach (var order in Orders(reads))
            Assert.Equal([reads[0].Id, reads[2].Id], await Held(pageSize, order));
    }

    // 3.7 km in 5 s are possible by clocks that may be 30 s off, twice after each other; 7.4 km in 10 s are not.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(1_000)]
    public async Task The_ends_of_a_chain_are_held_though_each_way_of_it_is_possible(int pageSize)
    {
        (Guid Id, IDomainEvent)[] reads =
            [Captured("a", 49.8, 0), Captured("c", 49.8 + 3.7 / 111.2, 5), Captured("b", 49.8 + 7.4 / 111.2, 10)];
        foreach (var order in Orders(reads))
            Assert.Equal([reads[0].Id, reads[2].Id], await Held(pageSize, order));
    }

    // 60 degrees of latitude, 6,670 km, are 278 km/h over a day.
    [Fact]
    public async Task What_is_more_than_a_day_apart_or_comes_a_day_late_is_not_compared()
    {
        Assert.Equal(2, (await Held(1_000, [Captured("a", 49.8, 0), Captured("b", -10.2, 86_390)])).Count);
        Assert.Empty(await Held(1_000, [Captured("a", 49.8, 0), Captured("b", -10.2, 86_410)]));
        Assert.Equal(2, (await Held(1_000, [Captured("a", 49.8, 0), Captured("b", 49.9, 20, Duration.FromHours(23))])).Count);
        Assert.Empty(await Held(1_000, [Captured("a", 49.8, 0), Captured("b", 49.9, 20, Duration.FromHours(25))]));
    }

    // 445 km between 5:00 and 6:30; the second comes nearly a day late, after a read of the next day.
    [Theory]
    [InlineData(1), InlineData(1_000)]
    public async Task A_late_read_is_compared_with_one_of_a_day_before_the_present(int pageSize)
    {
        (Guid Id, IDomainEvent)[] reads =
        [
            Captured("a", 49.8, 5 * 3_600), Captured("c", 49.8, 30 * 3_600),
            Captured("b", 53.8, 6 * 3_600 + 1_800, Duration.FromMinutes(23 * 60 + 45)),
        ];
        Assert.Equal([reads[0].Id, reads[2].Id], await Held(pageSize, reads));
    }

    [Theory]
    [InlineData(1, 1), InlineData(3, 0)]
    public async Task Reads_are_deleted_after_two_days_also_where_nothing_comes(int days, long left)
    {
        await host.Query($"insert into {RecorderTables.Sightings} values {Row}");

        await Sightings(new(), Noon + Duration.FromDays(days)).Tidy(host.Database, TestContext.Current.CancellationToken);

        var found = await host.Query($"select count(*) from {RecorderTables.Sightings} where plate = 'TIDY'");
        await host.Query($"delete from {RecorderTables.Sightings} where plate = 'TIDY'");
        Assert.Equal(left, found[0][0]);
    }

    [Fact]
    public async Task Where_nothing_is_held_no_read_is_kept()
    {
        (Guid, IDomainEvent)[] read = [Captured("a", 49.8, 0)];
        await Reacted.To(host, Sightings(new(), Noon), 1, read, async (connection, transaction) =>
        {
            var (off, cancellation) = (Sightings(new() { Holds = false }, Noon), TestContext.Current.CancellationToken);
            Assert.NotEqual(0L, await Count());

            await off.React(new([new(1, read[0].Item1, 1, read[0].Item2)], 1, connection, transaction), cancellation);
            Assert.Equal(0L, await Count());

            async Task<object?> Count()
            {
                await using var command = new NpgsqlCommand(
                    $"select count(*) from {RecorderTables.Sightings}", connection, transaction);
                return await command.ExecuteScalarAsync(cancellation);
            }
        });
    }

    private const string Row = "('TIDY', '2020-03-01T07:00:00Z', gen_random_uuid(), false, 'karaganda', 'rec-1', 73.1, 49.8, 30)";

    private async Task<List<Guid>> Held(int pageSize, IEnumerable<(Guid, IDomainEvent)> reads)
    {
        var sent = await Reacted.To(host, Sightings(new(), Noon), pageSize, reads);
        Assert.All(sent, command => Assert.Equal(nameof(HoldViolation), command.Type));
        return [.. sent.Select(command => command.Stream).Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal)];
    }

    private PlateSightings Sightings(RecorderSettings settings, Instant now) =>
        new(host.Services.GetRequiredService<OutageReader>(), settings, new FakeClock(now));

    private static (Guid, IDomainEvent) Captured(string id, double latitude, int seconds, Duration late = default) => (
        Stream($"1{id}"), Some.ViolationRecorded() with
        {
            Plate = Plate,
            Recorder = $"rec-{id}",
            Place = At(latitude),
            OccurredAt = Time(seconds),
            KnownAt = Time(seconds) + late,
        });

    private static (Guid, IDomainEvent) Read(string id, double latitude, int seconds) => (
        Stream($"2{id}"), new PlateRead(Some.Origin, Plate, null, $"rec-{id}", At(latitude), null, Time(seconds), Time(seconds)));

    // In the order of their names.
    private static Guid Stream(string name) => new(name.PadRight(8, '0') + "-0000-0000-0000-000000000000");

    private static Place At(double latitude) => new("karaganda", null, new GeoPoint(73.1, latitude));

    private static OffsetDateTime Time(int seconds) => (Noon + Duration.FromSeconds(seconds)).WithOffset(Some.Offset);

    private static IEnumerable<T[]> Orders<T>(T[] all) => all.Length < 2
        ? [all]
        : all.SelectMany((first, i) => Orders<T>([.. all[..i], .. all[(i + 1)..]]).Select(rest => (T[])[first, .. rest]));
}
