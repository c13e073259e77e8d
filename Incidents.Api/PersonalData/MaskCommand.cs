using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.PersonalData;

/// <summary>
/// <c>mask</c>: masks the personal data of a plate, a person or some things, and removes the traces that PostgreSQL keeps of them;
/// also while the server runs. <c>--traces</c> only removes traces, after maskings by the pages or by retention.
/// </summary>
/// <remarks>The exit code is 1 where traces are left because the role in PostgreSQL lacks the right.</remarks>
internal static class MaskCommand
{
    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var plate = Text("--plate", "PLATE", "A vehicle's plate, in any spelling");
        var name = Text("--name", "NAME", "A person's name, two to six words");
        var things = new Option<Guid[]>("--thing")
        {
            HelpName = "ID",
            Description = "Id of an alert, call, violation or incident; may be repeated",
        };
        var reason = Text("--reason", "CODE", "Reason code, such as subject-request");
        var reference = Text("--reference", "TEXT", "What the request refers to, such as its number; without personal data");
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, and tell how much would be masked" };
        var traces = new Option<bool>("--traces") { Description = "Mask nothing, and remove the traces of earlier maskings" };
        var command = new Command("mask", "Mask the personal data of a person, and remove their traces from the database")
        {
            plate, name, things, reason, reference, dryRun, traces,
        };
        command.SetAction((parsed, _) =>
        {
            if (parsed.GetValue(traces))
                return onHost(parsed, RemoveTraces);
            foreach (var needed in (Option<string>[])[reason, reference])
            {
                if (string.IsNullOrWhiteSpace(parsed.GetValue(needed)))
                    throw new HostOptionsException($"mask needs {needed.Name}.");
            }
            var request = new MaskingRequest(
                parsed.GetValue(plate), parsed.GetValue(name), parsed.GetValue(things) ?? [], parsed.GetValue(reason)!,
                parsed.GetValue(reference)!, Environment.UserName);
            return onHost(parsed, (host, cancellation) => Run(host, request, parsed.GetValue(dryRun), cancellation));
        });
        return command;

        static Option<string> Text(string name, string value, string description) =>
            new(name) { HelpName = value, Description = description };
    }

    private static async Task<int> Run(IHost host, MaskingRequest request, bool isDryRun, CancellationToken cancellation)
    {
        var maskings = host.Services.GetRequiredService<Maskings>();
        try
        {
            var result = isDryRun ? await maskings.DryRun(request, cancellation) : await maskings.Mask(request, cancellation);
            Console.WriteLine(FormattableString.Invariant($"things: {result.Things:#,0}"));
            foreach (var (what, count) in result.Counts)
                Console.WriteLine(FormattableString.Invariant($"{what}: {count:#,0}"));
            if (isDryRun)
            {
                Console.WriteLine("dry run: nothing was masked");
                return 0;
            }
            Console.WriteLine($"masking {result.MaskingId}");
        }
        catch (RefusedException e)
        {
            await Console.Error.WriteLineAsync($"{e.Refusal.Code.Text()}: {e.Refusal.Message}");
            return 1;
        }
        return await RemoveTraces(host, cancellation);
    }

    private static async Task<int> RemoveTraces(IHost host, CancellationToken cancellation)
    {
        var left = await host.Services.GetRequiredService<TraceRemoval>().Run(
            host.Services.GetRequiredService<Maskings>().Tables, step => Console.Error.WriteLine(step), cancellation);
        foreach (var line in left)
            Console.WriteLine($"left: {line}");
        Console.WriteLine(left.Count == 0 ? "traces removed" : "traces removed but for what is left");
        return left.Count == 0 ? 0 : 1;
    }
}
