using System.Security.Claims;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Incidents.Benchmarks.Access;

/// <summary>The host without authorisation, to compare with.</summary>
/// <remarks>
/// It reads no token, session or key, and decides no policy. Each request is the host's own, so that it sees all rows with exact places and
/// exact counts, and posts reports of every source. It does not check fields by the access table, does not limit arguments to towns, and
/// has no access log. The empty steps of the pipeline, the headers and the rate limiter are still there.
/// </remarks>
internal static class PlainHost
{
    /// <summary>Starts it.</summary>
    public static Task<BenchmarkHost> Start(BenchmarkDatabase database) =>
        BenchmarkHost.Start(database, o => o.RunsDaemon = false, ActAsHost, WithoutChecks);

    /// <summary>Starts a host that lacks the access log only.</summary>
    public static Task<BenchmarkHost> StartUnlogged(BenchmarkDatabase database) => BenchmarkHost.Start(
        database, o => o.RunsDaemon = false, services: services => services.RemoveAll<IAnswerRecord>());

    private static void ActAsHost(WebApplication app) => app.Use(static async (http, next) =>
    {
        using var host = Callers.Enter(Caller.Host);
        await next(http);
    });

    private static void WithoutChecks(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IAuthenticationService, NoSignIn>());
        services.Replace(ServiceDescriptor.Singleton<IPolicyEvaluator, AnybodyMay>());
        services.RemoveAll<IRowLimit>();
        services.RemoveAll<IAnswerRecord>();
        foreach (var check in services.Where(s => !s.IsKeyedService
            && (s.ImplementationType == typeof(AccessRule) || s.ImplementationType == typeof(AccessExecution))).ToArray())
            services.Remove(check);
    }

    private sealed class NoSignIn : IAuthenticationService
    {
        private static readonly Task<AuthenticateResult> None = Task.FromResult(AuthenticateResult.NoResult());

        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => None;

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task SignInAsync(
            HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();
    }

    private sealed class AnybodyMay : IPolicyEvaluator
    {
        private static readonly Task<AuthenticateResult> None = Task.FromResult(AuthenticateResult.NoResult());
        private static readonly Task<PolicyAuthorizationResult> Yes = Task.FromResult(PolicyAuthorizationResult.Success());

        public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) => None;

        public Task<PolicyAuthorizationResult> AuthorizeAsync(
            AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) => Yes;
    }
}
