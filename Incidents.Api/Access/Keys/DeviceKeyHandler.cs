using System.Text.Encodings.Web;
using Incidents.Api.Access.SignIn;
using Incidents.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary>Reads <c>Authorization: Key &lt;id&gt;.&lt;secret&gt;</c>.</summary>
internal sealed class DeviceKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DeviceKeys keys,
    AccessSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>What the header begins with.</summary>
    public const string Prefix = "Key ";

    private static readonly RefusedSignIn Unknown = RefusedSignIn.Key(ErrorCode.KeyInvalid, "The key is not known.", "key not known");

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } given] || !given.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var parts = given[Prefix.Length..].Trim().Split('.', 2);
        if (parts.Length != 2 || !Guid.TryParse(parts[0], out var id) || Secret(parts[1]) is not { } secret)
            return Refuse(Unknown);
        if (await keys.Find(id, Context.RequestAborted) is not { } key)
            return Refuse(Unknown);
        if (key.Fault(secret, Instant.FromDateTimeOffset(TimeProvider.GetUtcNow())) is { } fault)
            return Refuse(fault with { KeyId = id.ToString("N") });
        Context.Features.Set(key);
        Context.Features.Set(key.Rights);
        return AuthenticateResult.Success(new(key.Principal(settings), Scheme.Name));
    }

    private static AuthenticateResult Refuse(RefusedSignIn refused) => AuthenticateResult.Fail(new RefusedSignInException(refused));

    private static byte[]? Secret(string text)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
