using Incidents.Api.Access;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Exports;

/// <summary>Answers of exports that are refused, or cannot be made.</summary>
internal static class ExportRefusals
{
    private const string GetAndPost = "GET, POST";

    /// <summary>Answers with what went wrong; nothing was sent yet.</summary>
    public static async Task Answer(HttpContext http, Exception e, ErrorMapper errors)
    {
        var (code, message, field) = e switch
        {
            RefusedException { Refusal: var refusal } => (refusal.Code, refusal.Message, refusal.Field),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (ErrorCode.BodyTooLarge, e.Message, null),
            BadHttpRequestException or InvalidDataException => (ErrorCode.BodyUnreadable, "The body cannot be read.", null),
            OperationCanceledException => (ErrorCode.TimeLimit, "The export exceeded the time limit; request less.", null),
            AccessLogException => (ErrorCode.AccessLogAway, e.Message, null),
            EvidenceException known => (known.Code, known.Message, null),
            _ when StoreFault.IsAway(e) => (ErrorCode.StoreAway, "The database cannot be reached; try again later.", null),
            _ => (ErrorCode.Internal, errors.Fault(e, http.Request.Path).Message, (string?)null),
        };
        // What was already said of the file.
        http.Response.Clear();
        if (code is ErrorCode.TooBusy)
            http.Response.Headers.RetryAfter = "10";
        if (code is ErrorCode.MethodNotAllowed)
            http.Response.Headers.Allow = GetAndPost;
        http.Response.StatusCode = code switch
        {
            ErrorCode.SignInNeeded => StatusCodes.Status401Unauthorized,
            ErrorCode.NotFound => StatusCodes.Status404NotFound,
            ErrorCode.AccessDenied or ErrorCode.PurposeMissing => StatusCodes.Status403Forbidden,
            ErrorCode.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
            ErrorCode.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
            ErrorCode.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
            ErrorCode.TooBusy or ErrorCode.StoreAway or ErrorCode.TimeLimit or ErrorCode.AccessLogAway
                or ErrorCode.ProofsOff or ErrorCode.ProofKeyOther or ErrorCode.ProofKeyMissing or ErrorCode.ProofRecordMissing
                or ErrorCode.ProofTreeOther or ErrorCode.ExportNoSpace =>
                StatusCodes.Status503ServiceUnavailable,
            ErrorCode.Internal => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status400BadRequest,
        };
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsJsonAsync(new { code = code.Text(), message, field }, http.RequestAborted);
    }
}
