using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Api.CommandLine;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary><c>verify FILE --key K</c>: checks an export of a case, offline, without a database.</summary>
/// <remarks>
/// The exit code is 0 where all of it is proven, 1 where something does not fit, 2 for a wrong command line, 3 where the file cannot be
/// read as an export at all, and 4 where all of it is proven and something must be known with it: such as that the log began anew.
/// </remarks>
internal static class VerifyCommand
{
    private const int Unproven = 1;
    private const int Unreadable = 3;
    private const int Noticed = 4;
    private const int BytesOfBuffer = 1 << 20;

    /// <summary>The command for the command line.</summary>
    public static Command Define(Func<Func<CancellationToken, Task<int>>, Task<int>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The export, a ZIP file" };
        var key = Text("--key", "KEY", "The verifier key (name+hash+key), or a file with it; known from elsewhere");
        key.Required = true;
        var earlier = Text("--checkpoint", "FILE", "An earlier signed checkpoint that the log must continue");
        var consistency = Text("--consistency", "FILE", "The proof from the earlier checkpoint: hashes in Base64, one a line");
        var earlierKey = Text("--checkpoint-key", "KEY", "The verifier key of the earlier checkpoint, where the log has another one now");
        var witness = new Option<string[]>("--witness")
        {
            HelpName = "KEY",
            Description = "Key of a witness that must have co-signed; may be repeated",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var command = new Command("verify", "Check an export of a case, offline")
        {
            file, key, earlier, earlierKey, consistency, witness, json,
        };
        command.SetAction((parsed, _) =>
        {
            var request = new VerifyRequest(
                Key(parsed.GetRequiredValue(key), "--key"), Note(parsed.GetValue(earlier)), Hashes(parsed.GetValue(consistency)),
                [.. (parsed.GetValue(witness) ?? []).Select(text => Key(text, "--witness"))],
                parsed.GetValue(earlierKey) is { } other ? Key(other, "--checkpoint-key") : null);
            return run(cancellation => Run(parsed.GetRequiredValue(file), request, parsed.GetValue(json), cancellation));
        });
        return command;

        static Option<string> Text(string name, string value, string description) =>
            new(name) { HelpName = value, Description = description };
    }

    private static async Task<int> Run(string file, VerifyRequest request, bool asJson, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BytesOfBuffer);
            var result = await ExportVerifier.Verify(stream, request, cancellation);
            Console.Write(asJson ? Json(result) : Report(result));
            return !result.IsProven ? Unproven : result.Findings.Notices > 0 ? Noticed : 0;
        }
        catch (ExportFileException e)
        {
            Console.Write(asJson
                ? JsonSerializer.Serialize(
                    new { verdict = NotProven, proven = false, findings = new[] { Line(new(e.Fault, file, e.Message)) } }) + "\n"
                : $"{e.Fault.Text()} {file}: {e.Message}\nNOT PROVEN\n");
            return Unreadable;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostOptionsException($"The export cannot be read: {e.Message}");
        }
    }

    private static string Report(VerifyResult result)
    {
        var text = new StringBuilder();
        foreach (var finding in result.Findings.All)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(finding.Fault.IsNotice() ? "notice " : "")}{finding.Fault.Text()} {finding.Where}: {finding.Message}\n");
        if (result.Findings.Count > result.Findings.All.Count)
            text.Append(CultureInfo.InvariantCulture, $"… and {result.Findings.Count - result.Findings.All.Count} more\n");
        if (result is { Receipt: { } receipt, Checkpoint: { } checkpoint })
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                case {receipt.Case}, exported {ExportFile.Shown(receipt.ExportedAt)}
                list of the case: {receipt.Entries} entries, numbers 0 to {receipt.Entries - 1}; leaf {result.ListIndex} of the log
                log: {checkpoint.Size} leaves of {ExportFile.Shown(checkpoint.Origin)}, root {Convert.ToHexStringLower(checkpoint.Root)}
                in this file: {result.Entries} entries, {result.Evidence} items of evidence
                {receipt.WithheldCount} withheld, {result.Masked} masked, {result.Uncommitted} without commitment
                pages: {(result.ArePagesCompared ? "made again from the entries" : "not compared with the entries")}

                """);
        }
        foreach (var witness in result.Witnesses)
            text.Append(CultureInfo.InvariantCulture, $"co-signed by {witness}\n");
        foreach (var witness in result.Receipt?.Silent ?? [])
            text.Append(CultureInfo.InvariantCulture, $"not co-signed by {ExportFile.Shown(witness)}, says the receipt\n");
        return text.Append(Verdict(result).Replace('_', ' ')).Append('\n').ToString();
    }

    private const string NotProven = "NOT_PROVEN";

    private static string Verdict(VerifyResult result) =>
        !result.IsProven ? NotProven
        : result.Findings.Notices == 0 ? "PROVEN"
        : "PROVEN_BUT_" + string.Join("_AND_", result.Findings.All.Select(finding => finding.Fault.Text()).Distinct());

    private static string Json(VerifyResult result) => JsonSerializer.Serialize(new
    {
        verdict = Verdict(result),
        // What must be known with it is not left out by whoever reads this alone.
        proven = result.Findings.Count == 0,
        findings = result.Findings.All.Select(Line),
        findingCount = result.Findings.Count,
        caseId = result.Receipt?.Case,
        exportedAt = result.Receipt?.ExportedAt,
        exportedBy = result.Receipt?.ExportedBy,
        purpose = result.Receipt?.Purpose,
        origin = result.Checkpoint?.Origin,
        size = result.Checkpoint?.Size,
        root = result.Checkpoint is { } checkpoint ? Convert.ToBase64String(checkpoint.Root) : null,
        listIndex = result.ListIndex,
        pagesCompared = result.ArePagesCompared,
        silentWitnesses = result.Receipt?.Silent,
        entries = result.Entries,
        entriesOfCase = result.Receipt?.Entries,
        withheld = result.Receipt?.WithheldCount,
        masked = result.Masked,
        uncommitted = result.Uncommitted,
        evidence = result.Evidence,
        witnesses = result.Witnesses,
    }) + "\n";

    private static object Line(Finding finding) => new
    {
        code = finding.Fault.Text(),
        isNotice = finding.Fault.IsNotice(),
        where = finding.Where,
        message = finding.Message,
    };

    private static VerifierKey Key(string text, string option) =>
        (VerifierKey.Parse(text) ?? (File.Exists(text) ? VerifierKey.Parse(Content(text, option)) : null))
        ?? throw new HostOptionsException($"{option} needs a verifier key, name+hash+key, or a file with one, not '{text}'.");

    private static SignedNote? Note(string? file) => file is null ? null
        : SignedNote.Parse(Content(file, "--checkpoint")) ?? throw new HostOptionsException($"--checkpoint: {file} is no signed note.");

    private static byte[][]? Hashes(string? file)
    {
        try
        {
            return file is null ? null
                : [.. Content(file, "--consistency").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String)];
        }
        catch (FormatException)
        {
            throw new HostOptionsException($"--consistency: {file} has a line that is no Base64.");
        }
    }

    private static string Content(string file, string option)
    {
        try
        {
            return new FileInfo(file).Length <= SignedNote.LongestNote
                ? File.ReadAllText(file, Encoding.UTF8)
                : throw new HostOptionsException($"{option}: {file} is too large.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostOptionsException($"{option}: {e.Message}");
        }
    }
}
