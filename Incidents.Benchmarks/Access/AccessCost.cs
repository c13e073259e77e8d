using System.Globalization;
using Incidents.Api.Access.Log;
using Incidents.Benchmarks.Dispatch;
using Incidents.Benchmarks.Heatmaps;

namespace Incidents.Benchmarks.Access;

/// <summary>What it costs that callers sign in, are limited to what they may see, and that their reads are put on record.</summary>
internal sealed class AccessCost : IGoal
{
    public string Name => "access-cost";

    public string What => "reads with token, access table and row limits, reads on the access log, and reports with the key of a device, "
        + "each against the same host without";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var incidents = context.Pick(300_000, 1_000_000);
        var heat = HeatRows.Make(context.Pick(2_000_000, 10_000_000));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await RegisterRows.Fill(database, incidents);
        await heat.Load(database);
        var parts = new[]
        {
            await ReadCost.Measure(context, database, host),
            await LogCost.Measure(context, database, host),
            await KeyCost.Measure(context, database, host),
        };
        return new(
            [.. parts.SelectMany(part => part.Variants)], [.. parts.SelectMany(part => part.Wants)],
            [
                string.Create(CultureInfo.InvariantCulture, $"{incidents:#,0} incidents in the register, {heat.Count:#,0} rows of heat."),
                .. parts.SelectMany(part => part.Notes),
            ]);
    }

    /// <summary>Number of entries on the access log.</summary>
    public static Task<int> Entries(BenchmarkHost host) =>
        host.Get<AccessLogReader>().Count(AccessLogFilter.All, CancellationToken.None);
}
