using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.Store;
using Incidents.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime.Text;

namespace Incidents.Api.Backups;

/// <summary>
/// <c>restore --from DIR [--at MOMENT]</c>: restores a backup into an empty data folder, and compares every read model with its rebuild.
/// </summary>
internal static class RestoreCommand
{
    private const string Latest = "latest";

    /// <summary>The command for the command line.</summary>
    /// <param name="restore">Restores into the data folder of the command line; returns the exit code.</param>
    public static Command Define(Func<ParseResult, RestoreRequest, Task<int>> restore)
    {
        var from = new Option<string>("--from")
        {
            HelpName = "DIR",
            Required = true,
            Description = "Folder of backups, or of one base backup in it",
        };
        var at = new Option<string>("--at")
        {
            HelpName = "MOMENT",
            DefaultValueFactory = _ => Latest,
            Description = $"The moment to restore, e.g. 2026-05-01T12:00:00+05:00, or {Latest}",
        };
        var command = new Command("restore", "Restore a backup into an empty data folder (--data), up to a moment") { from, at };
        command.SetAction((parsed, _) => restore(parsed, new(parsed.GetRequiredValue(from), MomentOf(parsed.GetRequiredValue(at)), "")));
        return command;
    }

    /// <summary>Restores, and prints what.</summary>
    public static async Task<int> Run(RestoreRequest request, CancellationToken cancellation)
    {
        var result = await Restore.Run(request, NullLogger.Instance, cancellation);
        Console.WriteLine(
            $"Restored from {result.Backup.Folder}: "
            + (result.LastCommitAt is { } last ? $"the last transaction is of {last:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}" : "nothing after it")
            + $" (position {result.Position})");
        return 0;
    }

    /// <summary>Copies the evidence that the backup holds, and prints how much.</summary>
    /// <returns>0 where all of them are sound, else 1.</returns>
    public static async Task<int> Evidence(EvidenceCopy copy, CancellationToken cancellation)
    {
        var copied = await copy.Run(cancellation);
        Console.WriteLine(FormattableString.Invariant(
            $"Files of evidence restored: {copied.Files} ({copied.Bytes / 1_000_000.0:0.0} MB)"));
        EvidenceCopy.PrintDamaged(copied);
        return copied.Damaged is [] ? 0 : 1;
    }

    /// <summary>Prints the last event of the restored store, and compares its read models.</summary>
    /// <returns>0 where all are equal, else 1.</returns>
    public static async Task<int> Check(IHost host, string data, CancellationToken cancellation)
    {
        var last = await LastEvent.Read(host.Services.GetRequiredService<StorePools>().Upkeep, cancellation);
        Console.WriteLine(last is null ? "It holds no events." : $"The last event is {last.Sequence}, stored at {last.StoredAt}.");
        var result = await RebuildCommand.CheckAll(host, cancellation);
        Console.WriteLine(result == 0
            ? $"Every read model equals its rebuild. Start it: ./run --data {data}"
            : $"A read model differs from its rebuild: ./run rebuild --data {data} rebuilds it from the events.");
        return result;
    }

    private static DateTimeOffset? MomentOf(string text) =>
        text == Latest ? null
        : OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } parsed ? parsed.Value.ToDateTimeOffset()
        : throw new HostOptionsException(
            $"--at needs a moment with its offset, such as 2026-05-01T12:00:00+05:00, or {Latest}, not '{text}'.");
}
