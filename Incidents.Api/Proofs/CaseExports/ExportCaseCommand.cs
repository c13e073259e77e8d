using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.CommandLine;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Proofs;
using Incidents.Projections;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary><c>export-case CASE --out FILE</c>: writes a case as a ZIP file that strangers can check, also while the server runs.</summary>
internal static class ExportCaseCommand
{
    private const long MostBytesOfCheckpoint = SignedNote.LongestNote;
    private static readonly string[] Reasons = [.. Enum.GetValues<PurposeReason>().Select(reason => ErrorCodes.CapitalsOf(reason))];

    /// <summary>The command for the command line.</summary>
    public static Command Define(OnHost onHost)
    {
        var id = new Argument<Guid>("CASE") { Description = "Id of the case" };
        var output = Text("--out", "FILE", "The file to write; one that is there is replaced when the new one is complete");
        output.Required = true;
        var purpose = Text("--purpose", "TEXT", "What it is for, such as the number of the request: for the receipt and the access log");
        purpose.Required = true;
        var reason = Text("--reason", "CODE", $"Why: {string.Join(", ", Reasons)}; default {Reasons[2]}");
        var entries = new Option<Guid[]>("--entry")
        {
            HelpName = "ID",
            Description = "Disclose this entry (id of its event) and withhold the others; may be repeated",
        };
        var since = Text("--since", "FILE", "An earlier checkpoint that the log is to be shown to continue");
        var command = new Command("export-case", "Export a case as a ZIP file that strangers can check")
        {
            id, output, purpose, reason, entries, since,
        };
        command.SetAction((parsed, _) =>
        {
            var stated = PersonSearch.Read(
                (parsed.GetValue(reason) ?? Reasons[2], parsed.GetRequiredValue(purpose)), "reason", "purpose", out var fault);
            if (fault is not null)
                throw new HostOptionsException($"--{fault.Field}: {fault.Message}");
            var request = new CaseExportRequest(
                parsed.GetValue(id), Environment.UserName, ExportRecord.TextOf(stated!),
                parsed.GetValue(entries) is { Length: > 0 } chosen ? chosen : null, RowSight.All, Earlier(parsed.GetValue(since)));
            return onHost(
                parsed,
                (host, cancellation) => Run(host, request, stated!, Path.GetFullPath(parsed.GetRequiredValue(output)), cancellation));
        });
        return command;

        static Option<string> Text(string name, string value, string description) =>
            new(name) { HelpName = value, Description = description };
    }

    private static Checkpoint? Earlier(string? file)
    {
        if (file is null)
            return null;
        try
        {
            var text = new FileInfo(file).Length <= MostBytesOfCheckpoint ? File.ReadAllText(file, Encoding.UTF8) : "";
            return SignedNote.Parse(text) is { } note && Checkpoint.Parse(note.Text) is { } checkpoint
                ? checkpoint
                : throw new HostOptionsException($"--since: {file} is no signed checkpoint.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostOptionsException($"--since: {e.Message}");
        }
    }

    private static async Task<int> Run(
        IHost host, CaseExportRequest request, Purpose purpose, string file, CancellationToken cancellation)
    {
        try
        {
            var record = host.Services.GetRequiredService<ExportRecord>();
            // Who runs it sees all that there is, as the owner of the database does.
            var subject = new ExportRecord.Subject(request.Case, purpose, "", request.By, [], []);
            await record.Begun(subject, cancellation);
            ExportReceipt? receipt = null;
            await WholeFile.Write(file, async stream =>
            {
                receipt = await host.Services.GetRequiredService<CaseExports>().Write(request, stream, cancellation);
                stream.Position = 0;
                var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
                await record.Complete(subject, digest, stream.Length, receipt.Entries - receipt.WithheldCount, cancellation);
            });
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: {receipt!.Entries - receipt.WithheldCount} of {receipt.Entries} entries, "
                + $"checkpoint {receipt.Checkpoint.Size} of {receipt.Checkpoint.Origin}"));
            return 0;
        }
        catch (RefusedException e)
        {
            await Console.Error.WriteLineAsync($"{e.Refusal.Code.Text()}: {e.Message}");
        }
        catch (ProofRefusedException e)
        {
            await Console.Error.WriteLineAsync($"{e.Refusal.Code.Text()}: {e.Message}");
        }
        catch (EvidenceException e)
        {
            await Console.Error.WriteLineAsync($"{e.Code.Text()}: {e.Message}");
        }
        catch (AccessLogException e)
        {
            await Console.Error.WriteLineAsync($"{ErrorCode.AccessLogAway.Text()}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The file cannot be written: {e.Message}");
        }
        return 1;
    }
}
