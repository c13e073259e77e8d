using System.CommandLine;
using System.Globalization;
using Incidents.Api.CommandLine;
using Incidents.Postgres;

namespace Incidents.Api.Backups;

/// <summary>Runs a command on the private PostgreSQL.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="work">Returns the exit code.</param>
internal delegate Task<int> OnPostgres(ParseResult parsed, Func<EmbeddedPostgres, CancellationToken, Task<int>> work);

/// <summary><c>backup [--to DIR]</c>: makes a base backup of the private PostgreSQL, also while the server runs.</summary>
internal static class BackupCommand
{
    /// <summary>The reason that another PostgreSQL is not backed up.</summary>
    public const string OwnMeans =
        "ConnectionStrings__Incidents names another PostgreSQL: it is backed up and restored by its own means (docs/backup.md), "
        + "and neither ./run backup, ./run restore nor Backups__Folder applies to it.";

    /// <summary>The command for the command line.</summary>
    public static Command Define(OnPostgres onPostgres, IConfiguration settings)
    {
        var to = new Option<string?>("--to")
        {
            HelpName = "DIR",
            Description = "Folder of backups; default Backups__Folder",
        };
        var command = new Command("backup", "Back up the private PostgreSQL, also while the server runs") { to };
        command.SetAction((parsed, _) =>
        {
            var configured = BackupSettings.FolderOf(settings);
            var folder = parsed.GetValue(to) is { Length: > 0 } given ? Path.GetFullPath(given) : configured
                ?? throw new HostOptionsException("backup needs a folder: --to DIR, or the setting Backups__Folder.");
            return onPostgres(parsed, (postgres, cancellation) => Run(postgres, new(folder), folder == configured, settings, cancellation));
        });
        return command;
    }

    private static async Task<int> Run(
        EmbeddedPostgres postgres, BackupFolder folder, bool isContinued, IConfiguration settings, CancellationToken cancellation)
    {
        var isWhole = true;
        var backup = await postgres.Backup(folder, isContinued, cancellation);
        if (isContinued)
            folder.Prune((settings.GetSection("Backups").Get<BackupSettings>() ?? new()).Keep);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Backed up and verified: {backup.Folder} ({backup.Bytes / 1_000_000.0:0.0} MB)"));
        if (EvidenceCopy.Into(settings, postgres.Folder, folder) is { } copy)
        {
            var copied = await copy.Run(cancellation);
            isWhole = copied.Damaged is [];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Files of evidence that were not in the copy yet: {copied.Files} ({copied.Bytes / 1_000_000.0:0.0} MB)"));
            EvidenceCopy.PrintDamaged(copied);
        }
        Console.WriteLine(backup.Log is not null
            ? "The write-ahead log continues it: any later moment can be restored."
            : "No write-ahead log continues it: what is committed later is not in it. A server with Backups__Folder copies the log too.");
        return isWhole ? 0 : 1;
    }
}
