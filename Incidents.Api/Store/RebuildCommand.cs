using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Projections;
using Spectre.Console;

namespace Incidents.Api.Store;

/// <summary>
/// <c>rebuild [NAME]</c>: rebuilds read models from all events, beside those that readers see, and swaps them in one moment; also
/// while the server runs. <c>--check</c> compares instead, row by row, and fails (exit code 1) where a single one differs.
/// One that a newer program has built is left as it is (exit code 1).
/// </summary>
internal static class RebuildCommand
{
    private const string All = "all";

    /// <summary>The command for the command line.</summary>
    /// <param name="onHost">Runs it on a host.</param>
    /// <param name="names">The read models that can be named.</param>
    public static Command Define(OnHost onHost, IReadOnlyList<string> names)
    {
        var name = new Argument<string>("NAME")
        {
            DefaultValueFactory = _ => All,
            Description = $"{string.Join(", ", names)}, or {All}",
        };
        var check = new Option<bool>("--check", "-c") { Description = "Build beside and compare with what readers see; change nothing" };
        var command = new Command("rebuild", "Rebuild read models from the events, or check them against a rebuild") { name, check };
        command.SetAction((parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (wanted != All && !names.Contains(wanted))
                throw new HostOptionsException($"There is no read model '{wanted}'; there are {string.Join(", ", names)}.");
            return onHost(parsed, (host, cancellation) => Run(host, wanted, parsed.GetValue(check), cancellation));
        });
        return command;
    }

    /// <summary>Compares every read model with its rebuild, and prints the result.</summary>
    /// <returns>0 where all are equal, else 1.</returns>
    public static Task<int> CheckAll(IHost host, CancellationToken cancellation) => Run(host, All, check: true, cancellation);

    private static async Task<int> Run(IHost host, string name, bool check, CancellationToken cancellation)
    {
        var store = host.Services.GetRequiredService<ReadModelStore>();
        var equal = true;
        foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections.Where(p => name == All || p.Name == name))
        {
            await WithProgress(projection.Name, async report =>
            {
                try
                {
                    if (check)
                        equal &= Print(projection, await store.Compare(projection, report, cancellation));
                    else
                        Print(projection, await store.Rebuild(projection, report, cancellation));
                }
                catch (ReadModelVersionException e)
                {
                    Console.WriteLine($"{projection.Name}: left as it is. {e.Message}");
                    equal = false;
                }
            });
        }
        return equal ? 0 : 1;
    }

    private static bool Print(TableProjection projection, ReadModelComparison comparison)
    {
        foreach (var (table, rows) in comparison.Differences)
            Console.WriteLine(rows == 0 ? $"{table}: equal" : $"{table}: {rows} rows differ");
        foreach (var fault in comparison.Unappliable)
            Console.WriteLine($"{projection.Name}: cannot apply event {fault.Event.Sequence}: {fault.Reason}");
        return comparison.Differences.Values.All(rows => rows == 0) && comparison.Unappliable.Count == 0;
    }

    private static void Print(TableProjection projection, IReadOnlyList<UnappliableEvent> unappliable)
    {
        Console.WriteLine(unappliable.Count == 0
            ? $"{projection.Name}: rebuilt"
            : $"{projection.Name}: rebuilt without {unappliable.Count} events, which are quarantined");
        foreach (var fault in unappliable)
            Console.WriteLine($"{projection.Name}: cannot apply event {fault.Event.Sequence}: {fault.Reason}");
    }

    private static async Task WithProgress(string name, Func<Action<RebuildProgress>, Task> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            await work(_ => { });
            return;
        }
        await AnsiConsole.Progress().AutoClear(true).StartAsync(context =>
        {
            var task = context.AddTask(name);
            return work(progress => (task.MaxValue, task.Value) = (progress.Target, progress.Position));
        });
    }
}
