using System.Globalization;
using Incidents.Api.Access.Keys;
using Incidents.Benchmarks.Ingest;

namespace Incidents.Benchmarks.Access;

/// <summary>What the keys of devices cost reports over HTTP.</summary>
internal static class KeyCost
{
    private const int Connections = 4;
    private const int PerBody = 5_000;

    /// <summary>
    /// Measures reports with a key that is limited to a source and to towns by name, against a host that reads no sign-in and lets
    /// anybody post any report.
    /// </summary>
    public static async Task<GoalResult> Measure(BenchmarkContext context, BenchmarkDatabase database, BenchmarkHost host)
    {
        var (count, rounds) = (context.Pick(40_000, 150_000), context.Pick(12, 20));
        await using var plain = await PlainHost.Start(database);
        var key = await host.Get<DeviceKeys>().Create(
            new("benchmark", "benchmark", null, [.. new TownPlaces().Towns.Select(town => town.Code)], DeviceKeys.DefaultPerMinute, null),
            context.Cancellation);
        var bodies = new ReportStock().Bodies(0, count, PerBody);
        var (withKey, without) = (bodies.ConvertAll(b => ReportPosts.Request(b, key.Authorization)),
            bodies.ConvertAll(b => ReportPosts.Request(b, "")));
        var pair = await Pair.Take(context, 2, rounds, () => Send(host, withKey), () => Send(plain, without));
        return new(
            [
                new("ingest-http, key of a device", "reports/s", pair.Ours),
                new("ingest-http, no authorisation", "reports/s", pair.Plain),
            ],
            [new("of the reports without sign-in", pair.Ratio, Relation.AtLeast, 0.95)],
            [string.Create(
                CultureInfo.InvariantCulture,
                $"ingest-http: {rounds} rounds of {count:#,0} reports, {Connections} connections with {PerBody:#,0} reports a request.")]);

        async Task<double> Send(BenchmarkHost to, List<byte[]> requests)
        {
            await database.EmptyStore();
            var took = await ReportPosts.Send(to.Port, requests, Connections, count);
            await database.MustHold(count);
            return count / took.TotalSeconds;
        }
    }
}
