using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Caching.Memory;

namespace Incidents.Api.Access.SignIn;

/// <summary>Tokens whose signature was checked a moment ago: a client sends the same one with every request.</summary>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    private const int Most = 10_000;
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Accepts a token that is known and has not expired.</summary>
    public Task Find(MessageReceivedContext context)
    {
        if (TokenOf(context.Request) is { } token && known.TryGetValue(KeyOf(token), out Known? found) && found!.Until > time.GetUtcNow())
        {
            context.Principal = found.Principal;
            context.Properties.ExpiresUtc = found.Expires;
            context.Success();
        }
        return Task.CompletedTask;
    }

    /// <summary>Remembers a token that was accepted.</summary>
    public Task Add(TokenValidatedContext context)
    {
        var now = time.GetUtcNow();
        if (TokenOf(context.Request) is not { } token || context.Properties.ExpiresUtc is not { } expires || expires <= now)
            return Task.CompletedTask;
        var until = expires < now + Longest ? expires : now + Longest;
        known.Set(
            KeyOf(token), new Known(context.Principal!, expires, until),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = until - now });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => known.Dispose();

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? given[Scheme.Length..].Trim()
            : null;

    private static string KeyOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Known(ClaimsPrincipal Principal, DateTimeOffset Expires, DateTimeOffset Until);
}
