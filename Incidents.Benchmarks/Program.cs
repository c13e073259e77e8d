using System.Diagnostics;
using System.Globalization;
using Incidents.Benchmarks;
using Incidents.Benchmarks.Analyses;
using Incidents.Benchmarks.HotSpots;

var quick = args.Contains("--quick");
var names = args.Where(a => a != "--quick").ToArray();
if (names is [])
{
    Console.Error.WriteLine("Which goal? NAME..., all, list, plain-ways or spot-level [FOLDER OF SHARED DATA]; --quick measures with less "
        + "data, at most 50 s a goal.");
    return 2;
}
if (names is ["list"])
{
    foreach (var goal in Goals.All)
        Console.WriteLine($"{goal.Name,-16} {goal.What}");
    return 0;
}
if (names is ["plain-ways"])
{
    PlainWays.Compare(Console.Out);
    return 0;
}
if (names is ["spot-level", ..])
{
    SpotLevel.Write(Console.Out, quick ? 20 : 100, names.ElementAtOrDefault(1));
    return 0;
}
if (names.FirstOrDefault(n => n != "all" && Goals.All.All(g => g.Name != n)) is { } wrong)
{
    Console.Error.WriteLine($"There is no goal '{wrong}': {string.Join(", ", Goals.All.Select(g => g.Name))}, all or list.");
    return 2;
}

var chosen = names.Contains("all") ? Goals.All : [.. names.Distinct().Select(n => Goals.All.First(g => g.Name == n))];
await using var context = new BenchmarkContext(quick);
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    context.Cancel();
};
var shortfalls = 0;
foreach (var goal in chosen)
{
    Console.WriteLine($"{goal.Name}: {goal.What}");
    var started = Stopwatch.GetTimestamp();
    try
    {
        var result = await goal.Run(context);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(quick ? "quick" : "full")} run, "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        ResultTable.Print(Console.Out, goal, result);
        shortfalls += result.Holds ? 0 : 1;
    }
    catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
    {
        Console.Error.WriteLine("Interrupted.");
        return 1;
    }
    catch (Exception e)
    {
        // The goals after it are measured all the same; this one has not shown what it should.
        Console.Error.WriteLine(e);
        Console.WriteLine($"goal {goal.Name}: measured nothing, wanted a figure, falls short");
        shortfalls++;
    }
    Console.WriteLine();
}
return shortfalls == 0 ? 0 : 1;
