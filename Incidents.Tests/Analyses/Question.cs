using System.Text.Json;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Tests.Analyses;

/// <summary>A question that a job answers: the mutation that starts it, and what is asked of the job.</summary>
/// <param name="Mutation">The mutation.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Selection">The fields of the job.</param>
internal sealed record Question(string Mutation, string Arguments, string Selection = "id state")
{
    /// <summary>It is computed in no time.</summary>
    public static readonly Question Short = new(
        "startDecomposition", """from: "2026-01-01", until: "2026-04-01", waitSeconds: 8""",
        "id state ledgerPosition decomposition { counts trend basis { ledgerPosition } }");

    /// <summary>It takes many seconds.</summary>
    public static readonly Question Long = new(
        "startNearRepeats",
        """
        bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }, from: "2026-01-01", until: "2026-12-31",
        spaceMetres: [0, 5000, 50000], permutations: 9999, waitSeconds: 0
        """);

    /// <summary>One of many questions that are computed in no time.</summary>
    /// <param name="number">Its number, at most 40 for three months.</param>
    /// <param name="waitSeconds">How long to wait for the result.</param>
    public static Question Numbered(int number, int waitSeconds = 0) => new(
        "startDecomposition",
        $$"""from: "2026-01-01", until: "2026-04-01", seasonal: {{2 * number + 3}}, waitSeconds: {{waitSeconds}}""");

    /// <summary>Starts the job or finds it.</summary>
    public async Task<JsonElement> Ask(RunningHost host) =>
        (await host.Ask($$"""mutation { job: {{Mutation}}({{Arguments}}) { {{Selection}} } }""")).GetProperty("job");

    /// <summary>The id of the job.</summary>
    public async Task<Guid> Id(RunningHost host) => (await Ask(host)).GetProperty("id").GetGuid();

    /// <summary>The code of the refusal, or null where the job was accepted.</summary>
    public async Task<string?> Refusal(RunningHost host)
    {
        return RunningHost.CodeOf(await host.Answer($$"""mutation { job: {{Mutation}}({{Arguments}}) { {{Selection}} } }"""));
    }

    /// <summary>A job by its id; null where there is none.</summary>
    public static async Task<JsonElement?> Job(RunningHost host, Guid id, string selection = "state progress", int waitSeconds = 0)
    {
        var job = (await host.Ask($$"""{ analysis(id: "{{id}}", waitSeconds: {{waitSeconds}}) { {{selection}} } }"""))
            .GetProperty("analysis");
        return job.ValueKind is JsonValueKind.Null ? null : job;
    }

    /// <summary>The state of a job, or null where there is none.</summary>
    public static async Task<string?> State(RunningHost host, Guid id, int waitSeconds = 0) =>
        (await Job(host, id, "state", waitSeconds))?.GetProperty("state").GetString();

    /// <summary>Cancels a job; answers its state.</summary>
    public static async Task<string?> Cancel(RunningHost host, Guid id) =>
        (await host.Ask($$"""mutation { job: cancelAnalysis(id: "{{id}}") { state } }""")).GetProperty("job").GetProperty("state")
            .GetString();

    /// <summary>Incidents in three months of one place, all known.</summary>
    public static async Task<CountedWorld> Town(RunningHost host, int incidents)
    {
        var world = await CountedWorld.In(host);
        var random = new Random(2);
        for (var i = 0; i < incidents; i++)
            world.Add(
                new GeoPoint(73.1 + random.Next(100) * 1e-5, 49.8 + random.Next(100) * 1e-5),
                new LocalDate(2026, 1, 1).PlusDays(random.Next(90)));
        await world.Settle();
        return world;
    }
}
