using Incidents.Projections;
using JasperFx.CommandLine;
using Spectre.Console;

namespace Incidents.Api.Store;

/// <summary>Arguments of <c>rebuild</c>.</summary>
public sealed class RebuildInput : NetCoreInput
{
    /// <summary>A read model.</summary>
    [Description("ledger, register, devices, or all")]
    public string Name { get; set; } = "all";

    /// <summary>Whether to compare only.</summary>
    [Description("Build beside and compare with what readers see, changing nothing")]
    [FlagAlias("check", 'c')]
    public bool CheckFlag { get; set; }
}

/// <summary>
/// <c>rebuild [NAME]</c>: builds read models anew from all events, beside those that readers see, and swaps them in one moment; also
/// while the server runs. <c>--check</c> compares instead, row by row, and fails where a single one differs.
/// </summary>
[Description("Rebuild read models from the events, or check them against a rebuild", Name = "rebuild")]
public sealed class RebuildCommand : JasperFxAsyncCommand<RebuildInput>
{
    /// <summary>Takes one name, or none for all.</summary>
    public RebuildCommand()
    {
        Usage("All read models").Arguments();
        Usage("One read model").Arguments(input => input.Name);
    }

    /// <inheritdoc/>
    public override async Task<bool> Execute(RebuildInput input)
    {
        using var host = input.BuildHost();
        var store = host.Services.GetRequiredService<ReadModelStore>();
        var all = host.Services.GetRequiredService<ReadModels>().Projections;
        var wanted = all.Where(p => input.Name is "all" || p.Name == input.Name).ToArray();
        if (wanted.Length == 0)
        {
            AnsiConsole.WriteLine($"There is no read model '{input.Name}'; there are {string.Join(", ", all.Select(p => p.Name))}.");
            return false;
        }
        var equal = true;
        foreach (var projection in wanted)
        {
            await WithProgress(projection.Name, async report =>
            {
                if (!input.CheckFlag)
                    await store.Rebuild(projection, report, CancellationToken.None);
                else
                    foreach (var (table, rows) in await store.Compare(projection, report, CancellationToken.None))
                    {
                        equal &= rows == 0;
                        Console.WriteLine(rows == 0 ? $"{table}: equal" : $"{table}: {rows} rows differ");
                    }
            });
            if (!input.CheckFlag)
                Console.WriteLine($"{projection.Name}: rebuilt");
        }
        return equal;
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
