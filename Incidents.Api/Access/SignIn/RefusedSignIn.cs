using Incidents.Domain;
using Microsoft.IdentityModel.Tokens;

namespace Incidents.Api.Access.SignIn;

/// <summary>Why a token, key or session that came with a request is not accepted.</summary>
/// <param name="Status">HTTP status of the answer, where the request needs a sign-in.</param>
/// <param name="Code">Stable code of the answer.</param>
/// <param name="Message">A sentence for the answer.</param>
/// <param name="Reason">A word for the access log.</param>
internal sealed record RefusedSignIn(int Status, ErrorCode Code, string Message, string Reason)
{
    /// <summary>Id of the key that was sent, where there is such a key; else null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The answer to a request that needs a sign-in and has none.</summary>
    public static RefusedSignIn None { get; } =
        new(StatusCodes.Status401Unauthorized, ErrorCode.SignInNeeded, "Sign in first: this needs a session or a bearer token.", "none");

    /// <summary>The session of a cookie is not known, or over.</summary>
    public static RefusedSignIn Session { get; } =
        new(StatusCodes.Status401Unauthorized, ErrorCode.SignInNeeded, "The session is over; sign in again.", "session unknown or over");

    /// <summary>The provider does not answer, so a token cannot be checked.</summary>
    public static RefusedSignIn ProviderAway { get; } = new(
        StatusCodes.Status503ServiceUnavailable, ErrorCode.ProviderAway,
        "The sign-in provider does not answer; the same request is accepted later.", "provider away");

    /// <summary>An address has sent too much that is not accepted.</summary>
    public static RefusedSignIn TooMany { get; } = new(
        StatusCodes.Status429TooManyRequests, ErrorCode.RateExceeded,
        "Too many tokens, keys or sessions that are not valid came from this address.", "too many refusals of an address");

    /// <summary>A token of a demo user came from elsewhere than this machine.</summary>
    public static RefusedSignIn DemoElsewhere { get; } = Token("demo sign-in from another machine or through a proxy");

    /// <summary>A token is not accepted.</summary>
    /// <param name="reason">A word for the access log.</param>
    public static RefusedSignIn Token(string reason) =>
        new(StatusCodes.Status401Unauthorized, ErrorCode.TokenInvalid, "The token is not valid.", reason);

    /// <summary>A key is not accepted.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="reason">A word for the access log.</param>
    public static RefusedSignIn Key(ErrorCode code, string message, string reason) =>
        new(StatusCodes.Status401Unauthorized, code, message, reason);

    /// <summary>What an exception of the check of a token means.</summary>
    /// <param name="fault">The exception.</param>
    public static RefusedSignIn Of(Exception fault) => fault switch
    {
        RefusedSignInException refused => refused.Refused,
        SecurityTokenExpiredException => Token("token expired"),
        SecurityTokenNotYetValidException => Token("token not valid yet"),
        SecurityTokenNoExpirationException => Token("token without end"),
        SecurityTokenInvalidIssuerException => Token("token of another issuer"),
        SecurityTokenInvalidAudienceException => Token("token for another audience"),
        SecurityTokenInvalidAlgorithmException => Token("token with an algorithm that is not accepted"),
        SecurityTokenSignatureKeyNotFoundException => Token("token signed with an unknown key"),
        SecurityTokenInvalidSignatureException => Token("token wrongly signed"),
        _ => Token("token malformed"),
    };
}

/// <summary>A sign-in is not accepted.</summary>
/// <param name="refused">Why.</param>
internal sealed class RefusedSignInException(RefusedSignIn refused) : Exception(refused.Message)
{
    /// <summary>Why.</summary>
    public RefusedSignIn Refused { get; } = refused;
}
