using System.CommandLine;
using System.Globalization;
using System.Text;
using Incidents.Api.CommandLine;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Proofs;
using Incidents.Projections;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary><c>export-case CASE --out FILE</c>: writes a case as a ZIP file that strangers can check, also while the server runs.</summary>
internal static class ExportCaseCommand
{
    private const long MostBytesOfCheckpoint = SignedNote.LongestNote;

    /// <summary>The command for the command line.</summary>
    public static Command Define(OnHost onHost)
    {
        var id = new Argument<Guid>("CASE") { Description = "Id of the case" };
        var output = Text("--out", "FILE", "The file to write; one that is there is replaced when the new one is complete");
        output.Required = true;
        var purpose = Text("--purpose", "TEXT", "Why it is exported, as the receipt says");
        purpose.Required = true;
        var entries = new Option<Guid[]>("--entry")
        {
            HelpName = "ID",
            Description = "Disclose this entry (id of its event) and withhold the others; may be repeated",
        };
        var since = Text("--since", "FILE", "An earlier checkpoint that the log is to be shown to continue");
        var command = new Command("export-case", "Export a case as a ZIP file that strangers can check")
        {
            id, output, purpose, entries, since,
        };
        command.SetAction((parsed, _) =>
        {
            var request = new CaseExportRequest(
                parsed.GetValue(id), Environment.UserName, parsed.GetRequiredValue(purpose),
                parsed.GetValue(entries) is { Length: > 0 } chosen ? chosen : null, RowSight.All, Earlier(parsed.GetValue(since)));
            if (Texts.Reason.Check(request.Purpose, "purpose") is { } fault)
                throw new HostOptionsException($"--purpose: {fault.Message}");
            return onHost(
                parsed, (host, cancellation) => Run(host, request, Path.GetFullPath(parsed.GetRequiredValue(output)), cancellation));
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

    private static async Task<int> Run(IHost host, CaseExportRequest request, string file, CancellationToken cancellation)
    {
        try
        {
            ExportReceipt? receipt = null;
            await WholeFile.Write(
                file,
                async stream => receipt = await host.Services.GetRequiredService<CaseExports>().Write(request, stream, cancellation));
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The file cannot be written: {e.Message}");
        }
        return 1;
    }
}
