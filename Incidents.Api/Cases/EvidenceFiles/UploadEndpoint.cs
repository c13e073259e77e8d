using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary><c>POST /cases/{id}/evidence</c>: the body is one file, taken in as evidence of the case.</summary>
/// <remarks>
/// First the bytes have their place, then the event names them. What ends in between leaves bytes that no event names, which the upkeep
/// removes.
/// </remarks>
internal sealed class UploadEndpoint(
    IEvidenceStore store, EvidenceUses uses, EvidenceUpkeep upkeep, EvidenceFaults faults, EvidenceAccess access, EvidenceAnswers answers,
    EvidenceSettings settings, CommandInput input, Cities cities, IClock clock)
{
    private static readonly string NoHash = new('0', 64);

    private readonly TransferSlots slots = new(settings.MostAtOnce, settings.MostAtOnceOfCaller);

    /// <summary>Answers a request.</summary>
    public Task Handle(HttpContext http, Guid id) => answers.Answer(http, settings.TimeLimit, async cancellation =>
    {
        var upload = UploadRequest.Of(http.Request);
        var state = await access.ToChange(id, cancellation);
        var key = upload.Key;
        var evidenceId = key is null ? Guid.CreateVersion7() : Identity.Event(id, "evidence", $"{Callers.Current.Id} {key}");
        var occurredAt = input.Moment(upload.OccurredAt, state.Place.City);
        if (http.Request.ContentLength > settings.MostBytes)
            throw UploadBody.TooLarge(settings);
        CheckBeforehand(upload, state, id, occurredAt);
        if (state.EvidenceOf(evidenceId) is { AreBytesRemoved: true })
            throw DownloadEndpoint.NotHere();
        using var place = slots.Enter();
        // Kestrel would end a slow sender without a word.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        var isNew = state.EvidenceOf(evidenceId) is null;
        var (sha256, bytes, isMended) = await Take(http, upload, evidenceId, id, occurredAt, cancellation);
        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        http.Response.Headers.Location = $"/cases/{id}/evidence/{evidenceId}";
        await http.Response.WriteAsJsonAsync(new { id = evidenceId, caseId = id, sha256, bytes, isMended }, cancellation);
    });

    // What can be refused is refused before the body comes.
    private void CheckBeforehand(UploadRequest upload, Case state, Guid id, OffsetDateTime? occurredAt)
    {
        var decision = upload.Command(id, Guid.CreateVersion7(), upload.Sha256 ?? NoHash, 0, Callers.Current.Name, occurredAt)
            .Decide(state, cities.Local(clock.GetCurrentInstant(), state.Place.City));
        CommandInput.Check(decision.Refusal);
    }

    private async Task<(string Sha256, long Bytes, bool IsMended)> Take(
        HttpContext http, UploadRequest upload, Guid evidenceId, Guid caseId, OffsetDateTime? occurredAt, CancellationToken cancellation)
    {
        var (use, aside, held) = await Keep(http, upload, evidenceId, caseId, cancellation);
        var commands = http.RequestServices.GetRequiredService<Commands>();
        commands.Request = new(upload.Key is null ? null : $"{Callers.Current.Id} {upload.Key}", By: Callers.Current.Name);
        await using (held)
        {
            try
            {
                // The body may have taken hours: the case may be shared with them no more.
                await access.ToChange(caseId, CancellationToken.None);
                await commands.Send(
                    upload.Command(caseId, evidenceId, use.Sha256, use.Bytes, Callers.Current.Name, occurredAt), CancellationToken.None);
            }
            catch (RefusedException e) when (e.Refusal.Code != ErrorCode.StoreAway)
            {
                // Whether it was committed is known: it was not.
                await held.DisposeAsync();
                if (await uses.Find(evidenceId, use.Sha256, CancellationToken.None) is { } refused)
                    await upkeep.Settle(refused, CancellationToken.None);
                throw;
            }
            await uses.Settle(use, CancellationToken.None);
        }
        return (use.Sha256, use.Bytes, aside is not null);
    }

    // The bytes have their place, and nobody removes them until what is held is given back.
    private async Task<(EvidenceUse Use, string? Aside, IAsyncDisposable Held)> Keep(
        HttpContext http, UploadRequest upload, Guid evidenceId, Guid caseId, CancellationToken cancellation)
    {
        await using var intake = await store.Begin(http.Request.ContentLength, cancellation);
        await new UploadBody(http.Request.BodyReader, settings).ReadInto(intake, cancellation);
        if (intake.Bytes == 0)
            throw new RefusedException(new(ErrorCode.EvidenceEmpty, "The body is empty: there is nothing to keep as evidence."));
        var sha256 = await intake.Seal(cancellation);
        if (upload.Sha256 is { } expected && expected != sha256)
        {
            throw new RefusedException(new(
                ErrorCode.EvidenceDigestWrong, $"The body has the SHA-256 {sha256}, and was stated to have {expected}.", "sha256"));
        }
        var use = new EvidenceUse(evidenceId, caseId, sha256, intake.Bytes, default);
        await uses.Begin(use, cancellation);
        await using var one = await uses.Lock(sha256, cancellation);
        var held = await uses.Hold(use, cancellation);
        try
        {
            // Others may have been waited for so long that the upkeep has ended it.
            await uses.Begin(use, cancellation);
            var aside = await intake.Keep(cancellation);
            if (aside is not null)
                await faults.Mended(sha256, aside, cancellation);
            else
                await faults.Clear(sha256, cancellation);
            return (use, aside, held);
        }
        catch (Exception e)
        {
            await held.DisposeAsync();
            if (e is EvidenceException known)
                await faults.Note(sha256, known);
            throw;
        }
    }
}
