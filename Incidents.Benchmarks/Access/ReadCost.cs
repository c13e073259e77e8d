using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Benchmarks.Dispatch;
using Incidents.Benchmarks.Heatmaps;
using Incidents.Domain.Access;

namespace Incidents.Benchmarks.Access;

/// <summary>What authorisation costs reads that are not put on record.</summary>
/// <remarks>
/// Every read of incidents is put on record, so the host that is asked for these has no access log; heat maps are asked of the whole host,
/// which finds that nothing is to be put on record.
/// </remarks>
/// <param name="context">Says how much to measure.</param>
/// <param name="plain">The host without authorisation.</param>
internal sealed class ReadCost(BenchmarkContext context, BenchmarkHost plain)
{
    private const int Connections = 32;
    private const double MostTimes = 1.15;

    // A caller whose towns are named is limited to them in every statement, also where they are all that there are.
    private static readonly string[] Towns = [.. new TownPlaces().Towns.Select(town => town.Code)];

    private static readonly (string Name, string SignIn)[] Callers =
    [
        ("all towns", $"Bearer {BenchmarkSignIn.TokenOf(new Grant(Role.Supervisor, null))}"),
        ($"{Towns.Length} towns by name", $"Bearer {BenchmarkSignIn.TokenOf(new Grant(Role.Supervisor, Towns))}"),
    ];

    private readonly List<Variant> variants = [];
    private readonly List<Want> wants = [];

    /// <summary>Measures the questions of <c>graphql-read</c>, <c>heatmap-read</c> for a town, and <c>register-page</c>.</summary>
    /// <exception cref="InvalidOperationException">Answers differ, have errors, or were put on record.</exception>
    public static async Task<GoalResult> Measure(BenchmarkContext context, BenchmarkDatabase database, BenchmarkHost whole)
    {
        await using var unlogged = await PlainHost.StartUnlogged(database);
        await using var plain = await PlainHost.Start(database);
        var entries = await AccessCost.Entries(whole);
        var (rounds, time) = (context.Pick(24, 30), TimeSpan.FromSeconds(context.Pick(1, 3)) / 2);
        var pages = Pages(plain, context.Pick(20, 50)).ToArray();
        ReadCost cost = new(context, plain);
        // Many clients leave many connections to PostgreSQL, of which each question gets another one: they come last.
        foreach (var (caller, signIn) in Callers)
        {
            cost.OneByOne($"heatmap-read, {caller}", whole, signIn, [.. HeatAsk.OfTown(new TownPlaces().Towns[0].Bounds!.Value).Select(
                ask => (Func<string, byte[]>)ask.Post)]);
            cost.OneByOne($"register-page, {caller}", unlogged, signIn, [.. pages.Select(
                page => (Func<string, byte[]>)(by => RegisterPage.Request(page.Filter, page.After, by)))]);
        }
        foreach (var (caller, signIn) in Callers)
            await cost.Crowd(caller, unlogged, signIn, rounds, time);
        if (await AccessCost.Entries(whole) - entries is > 0 and var added)
            throw new InvalidOperationException($"The reads have {added} entries on the log.");
        return new(
            cost.variants, cost.wants,
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"graphql-read: {Connections} connections, {rounds} rounds of {time.TotalSeconds:0.#} s. The others: one "
                        + $"connection, medians of rounds of 20 heat maps or {pages.Length} pages."),
                "All hosts give the same data, and none of these reads is on the log: incidents are read from hosts without one.",
                "Ratios are medians of those of two turns, one right after the other.",
            ]);
    }

    // Of each filter so many pages, one after the other.
    private static IEnumerable<(object Filter, string? After)> Pages(BenchmarkHost host, int each)
    {
        using var client = new LoopbackClient(host.Port);
        foreach (var (_, filter) in RegisterPage.Filters)
        {
            foreach (var (after, _) in RegisterPage.Scroll(client, filter, each))
                yield return (filter, after);
        }
    }

    private async Task Crowd(string caller, BenchmarkHost host, string signIn, int rounds, TimeSpan time)
    {
        var (ours, theirs) = (LoopbackClient.Query(GraphQLRead.Query, null, signIn), LoopbackClient.Query(GraphQLRead.Query, null, ""));
        MustAgree(host, ours, theirs);
        var pair = await Pair.Take(context, 8, rounds, () => Ask(host, ours), () => Ask(plain, theirs));
        Add($"graphql-read, {caller}", "requests/s", pair, 1 / pair.Ratio);

        async Task<double> Ask(BenchmarkHost of, byte[] request) =>
            (await ClientThreads.Run(of.Port, Connections, time, (client, _) => client.Ask(request))).PerSecond;
    }

    private void OneByOne(string what, BenchmarkHost host, string signIn, Func<string, byte[]>[] questions)
    {
        var requests = questions.Select(question => (Ours: question(signIn), Plain: question(""))).ToArray();
        foreach (var (ours, theirs) in requests)
            MustAgree(host, ours, theirs);
        using LoopbackClient ourClient = new(host.Port), plainClient = new(plain.Port);
        List<double> medians = [], plainMedians = [], ratios = [];
        // The first rounds are for the compiler.
        for (var round = -3; round < context.Pick(15, 25); round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var (took, plainTook) = (new List<double>(), new List<double>());
            for (var i = 0; i < requests.Length; i++)
            {
                var isFirst = (i + round) % 2 == 0;
                if (isFirst)
                    took.Add(Milliseconds(ourClient, requests[i].Ours));
                plainTook.Add(Milliseconds(plainClient, requests[i].Plain));
                if (!isFirst)
                    took.Add(Milliseconds(ourClient, requests[i].Ours));
            }
            if (round < 0)
                continue;
            medians.Add(Statistics.Median(took));
            plainMedians.Add(Statistics.Median(plainTook));
            ratios.AddRange(took.Zip(plainTook, (ours, theirs) => ours / theirs));
        }
        Add(what, "ms", new(medians, plainMedians), Statistics.Median(ratios));
    }

    private void Add(string what, string unit, Pair pair, double times)
    {
        variants.Add(new(what, unit, pair.Ours));
        variants.Add(new($"{what.Split(',')[0]}, no authorisation", unit, pair.Plain));
        wants.Add(new($"times the time of {what}", times, Relation.AtMost, MostTimes));
    }

    private void MustAgree(BenchmarkHost host, byte[] ours, byte[] theirs)
    {
        var (data, plainData) = (Data(host, ours), Data(plain, theirs));
        if (data != plainData)
        {
            throw new InvalidOperationException(
                $"The answers differ: {data[..Math.Min(data.Length, 300)]} and {plainData[..Math.Min(plainData.Length, 300)]}");
        }
    }

    private static string Data(BenchmarkHost host, byte[] request)
    {
        using var client = new LoopbackClient(host.Port);
        var answer = Encoding.UTF8.GetString(client.Ask(request));
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("errors", out _)
            ? throw new InvalidOperationException(answer[..Math.Min(answer.Length, 500)])
            : json.RootElement.GetProperty("data").GetRawText();
    }

    private static double Milliseconds(LoopbackClient client, byte[] request)
    {
        var asked = Stopwatch.GetTimestamp();
        client.Ask(request);
        return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
    }
}
