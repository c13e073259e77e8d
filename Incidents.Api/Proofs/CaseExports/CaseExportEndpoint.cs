using System.Security.Cryptography;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.Cases;
using Incidents.Api.Exports;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary><c>GET /export/case/{id}.zip</c>: a case as a ZIP file that a stranger can check.</summary>
/// <remarks>
/// The file is written to the folder of temporary files first, and sent when it is complete: what was broken off never looks like the
/// whole. It has no name there, so that nothing is left of it when the host is killed; where the system keeps the name, it is removed at
/// the next start.
/// </remarks>
internal sealed class CaseExportEndpoint(
    CaseExports exports, CaseFiles files, Sights sights, AccessCheck access, ExportRecord record, ErrorMapper errors,
    ExportSettings settings)
    : IDisposable
{
    private const int BytesOfBuffer = 1 << 20;
    private const int MostEntries = 10_000;
    private const string Unfinished = "incidents-export-";
    private static readonly string[] Names = ["purposeReason", "purposeReference", "entries"];

    // What an export shows and does.
    private static readonly string[] Fields = ["Query.case", "Mutation.recordCustody", "Query.inclusionProof"];

    private readonly SemaphoreSlim free = new(Math.Max(1, settings.MostAtOnce));

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    /// <summary>Answers a request.</summary>
    public async Task Handle(HttpContext http, Guid id)
    {
        try
        {
            await Send(http, id, http.RequestAborted);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (ProofRefusedException e)
        {
            await ExportRefusals.Answer(http, new RefusedException(e.Refusal), errors);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await ExportRefusals.Answer(http, e, errors);
        }
        catch (Exception e)
        {
            errors.Fault(e, http.Request.Path);
            http.Abort();
        }
    }

    private async Task Send(HttpContext http, Guid id, CancellationToken cancellation)
    {
        var (purpose, entries) = Read(http.Request.Query);
        var checkedUse = await access.Export(http.Request.Path, Fields, "CaseFilterInput", null, purpose, cancellation);
        http.Items[AccessUse.Key] = checkedUse.Use;
        if (checkedUse.Refusal is { } refusal)
            throw new RefusedException(refusal);
        if (checkedUse.Use.Purpose is not { } stated)
            throw new RefusedException(PersonSearch.Missing);
        if (await files.Open(id, null, cancellation) is null)
            throw new RefusedException(Refusals.NotFound);
        if (!free.Wait(0, CancellationToken.None))
            throw new RefusedException(new(ErrorCode.TooBusy, "Other exports are under way already; ask again later."));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(settings.TimeLimit);
            var caller = Callers.Current;
            var subject = new ExportRecord.Subject(
                id, stated, caller.Id, caller.Name, GrantClaims.Write(caller.Grants), checkedUse.Use.Classes);
            await record.Begun(subject, cancellation);
            await using var file = Unnamed();
            var receipt = await exports.Write(
                new(
                    id, caller.Name, ExportRecord.TextOf(stated), entries,
                    sights.Of(caller, RowClasses.Row, new HashSet<string> { RowClasses.Case })),
                file, limit.Token);
            file.Position = 0;
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, limit.Token));
            await record.Complete(subject, digest, file.Length, receipt.Entries - receipt.WithheldCount, cancellation);
            await Send(http, file, id, limit.Token);
        }
        finally
        {
            free.Release();
        }
    }

    private static async Task Send(HttpContext http, FileStream file, Guid id, CancellationToken cancellation)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        response.ContentType = "application/zip";
        response.ContentLength = file.Length;
        headers.ContentDisposition = $"attachment; filename=\"case-{id}.zip\"";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        file.Position = 0;
        await file.CopyToAsync(response.Body, BytesOfBuffer, cancellation);
    }

    private static ((string? Reason, string? Reference)? Purpose, Guid[]? Entries) Read(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Names.Contains(name) || values.Count != 1)
                throw RefusedException.BadInput(name, $"An export of a case has {string.Join(", ", Names)}, each once.");
        }
        var (reason, reference) = (query[Names[0]].FirstOrDefault(), query[Names[1]].FirstOrDefault());
        var listed = query[Names[2]].FirstOrDefault()?.Split(',');
        if (listed?.Length > MostEntries)
            throw RefusedException.BadInput(Names[2], $"At most {MostEntries} entries are chosen.");
        return (
            reason is null && reference is null ? null : (reason, reference),
            listed is null ? null : Array.ConvertAll(
                listed, text => Guid.TryParse(text, out var entry) ? entry
                    : throw RefusedException.BadInput(Names[2], "An entry is an id.")));
    }

    /// <summary>Removes what killed hosts have left. What another host writes at present has no name, or cannot be removed.</summary>
    public static void RemoveLeft()
    {
        foreach (var left in Directory.EnumerateFiles(Path.GetTempPath(), Unfinished + "*"))
        {
            try
            {
                File.Delete(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is written by another host at present, or is another user's.
                continue;
            }
        }
    }

    // On Unix a file that is open can lose its name; elsewhere it goes when it is closed.
    private static FileStream Unnamed()
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Unfinished + Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, BytesOfBuffer, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        return file;
    }
}
