using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.Store;

namespace Incidents.Api.Quarantine;

/// <summary>
/// <c>quarantine</c>: lists the events that read models could not apply. <c>--release</c> gives them to their read models once more.
/// </summary>
internal static class QuarantineCommand
{
    /// <summary>The command for the command line.</summary>
    /// <param name="onHost">Runs it on a host.</param>
    /// <param name="names">The read models that can be named.</param>
    public static Command Define(OnHost onHost, IReadOnlyList<string> names)
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = $"Only {string.Join(", ", names)}" };
        var release = new Option<bool>("--release", "-r") { Description = "Give them to their read models once more, after a fix" };
        var command = new Command("quarantine", "List events that read models could not apply, or release them after a fix")
        {
            name, release,
        };
        command.SetAction((parsed, _) =>
        {
            var wanted = parsed.GetValue(name);
            if (wanted is not null && !names.Contains(wanted))
                throw new HostOptionsException($"There is no read model '{wanted}'; there are {string.Join(", ", names)}.");
            return onHost(parsed, (host, cancellation) => parsed.GetValue(release)
                ? Release(host, wanted, cancellation)
                : List(host, wanted, cancellation));
        });
        return command;
    }

    private static async Task<int> List(IHost host, string? readModel, CancellationToken cancellation)
    {
        var quarantine = host.Services.GetRequiredService<QuarantineTable>();
        var count = 0;
        (long, string)? after = null;
        while (await quarantine.List(readModel, after, false, 500, cancellation) is [_, ..] page)
        {
            foreach (var row in page)
                Console.WriteLine($"{row.ReadModel}: event {row.Sequence}, {row.Type} of {row.StreamId}: {row.Reason}");
            (count, after) = (count + page.Count, (page[^1].Sequence, page[^1].ReadModel));
        }
        Console.WriteLine($"{count} events are quarantined");
        return 0;
    }

    private static async Task<int> Release(IHost host, string? readModel, CancellationToken cancellation)
    {
        var result = await host.Services.GetRequiredService<QuarantineService>().Release(readModel, Environment.UserName, cancellation);
        Console.WriteLine($"{result.Released} events released, {result.Unreadable} cannot be read by this build");
        return result.Unreadable == 0 ? 0 : 1;
    }
}
