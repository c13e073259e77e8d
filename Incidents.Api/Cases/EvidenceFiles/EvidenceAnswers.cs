using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.Connections;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>
/// How the addresses of evidence and pictures refuse: <c>{"code", "message", "field"}</c>, or by a connection that is broken off.
/// </summary>
internal sealed class EvidenceAnswers(ErrorMapper errors)
{
    /// <summary>Does the work of a request; what it throws becomes the answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="timeLimit">Its longest duration.</param>
    /// <param name="work">The work.</param>
    public async Task Answer(HttpContext http, TimeSpan timeLimit, Func<CancellationToken, Task> work)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(timeLimit);
        try
        {
            await work(limit.Token);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested || e is ConnectionResetException)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await Refuse(http, e);
        }
        catch (Exception e)
        {
            if (e is not (OperationCanceledException or EvidenceException or RefusedException))
                errors.Fault(e, http.Request.Path);
            // A part never looks like the whole.
            http.Abort();
        }
    }

    /// <summary>The refusal of a request while as many as are allowed are under way.</summary>
    public static RefusedException TooBusy() =>
        new(new(ErrorCode.TooBusy, "Other files are on their way already; ask again later."));

    private async Task Refuse(HttpContext http, Exception e)
    {
        var (code, message, field) = e switch
        {
            RefusedException { Refusal: var refusal } => (refusal.Code, refusal.Message, refusal.Field),
            BadHttpRequestException => (ErrorCode.BodyUnreadable, "The body cannot be read to its end; nothing was taken.", null),
            OperationCanceledException => (ErrorCode.TimeLimit, "The file exceeded the time limit.", null),
            AccessLogException => (ErrorCode.AccessLogAway, e.Message, null),
            _ when StoreFault.IsAway(e) => (ErrorCode.StoreAway, "The database cannot be reached; try again later.", null),
            _ when EvidenceException.Of(e) is { } known => (known.Code, known.Message, null),
            _ => (ErrorCode.Internal, errors.Fault(e, http.Request.Path).Message, (string?)null),
        };
        http.Response.Clear();
        if (StatusOf(code) is StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "10";
        // The rest of a body that is not wanted is not read.
        if (!HttpMethods.IsGet(http.Request.Method) && http.Request.Protocol == HttpProtocol.Http11)
            http.Response.Headers.Connection = "close";
        http.Response.StatusCode = StatusOf(code);
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(new { code = code.Text(), message, field }, http.RequestAborted);
    }

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.SignInNeeded => StatusCodes.Status401Unauthorized,
        ErrorCode.AccessDenied or ErrorCode.LinkInvalid or ErrorCode.PictureAddressRefused => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound or ErrorCode.EvidenceUnknown or ErrorCode.PictureMissing => StatusCodes.Status404NotFound,
        ErrorCode.BodyTooSlow => StatusCodes.Status408RequestTimeout,
        ErrorCode.MutationConflict or ErrorCode.EvidenceTakenOtherwise or ErrorCode.CaseClosed or ErrorCode.CaseMerged
            or ErrorCode.CaseDissolved or ErrorCode.CaseFull => StatusCodes.Status409Conflict,
        ErrorCode.EvidenceNotHere or ErrorCode.LinkExpired => StatusCodes.Status410Gone,
        ErrorCode.PictureUnavailable or ErrorCode.PictureTypeRefused or ErrorCode.PictureTooLarge or ErrorCode.PictureAltered =>
            StatusCodes.Status502BadGateway,
        ErrorCode.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ErrorCode.EvidenceDamaged or ErrorCode.EvidenceMissing or ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        ErrorCode.EvidenceNoSpace => StatusCodes.Status507InsufficientStorage,
        ErrorCode.TooBusy or ErrorCode.StoreAway or ErrorCode.TimeLimit or ErrorCode.AccessLogAway or ErrorCode.EvidenceStoreAway =>
            StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
