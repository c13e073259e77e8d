using System.Net;
using System.Net.NetworkInformation;
using Incidents.Api.Access;
using Incidents.Api.CommandLine;
using Incidents.Domain;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Requests;

/// <summary>Refuses requests by a host name that is not known, and changes that a page of another site asks for.</summary>
/// <remarks>
/// A browser lets a page read and write what has the page's own host name. A page elsewhere can have its name resolved to this machine, and
/// would then read everything; so only known names are served: those of loopback and of this machine, the address that the request came
/// to, and <c>Sites:Hosts</c>. A page of another site may also send some requests unasked, with its <c>Origin</c>: those are refused
/// where they could change something, except from <c>Sites:AllowedOrigins</c>. The same setting lets browsers give the answers of
/// <c>/graphql</c>, <c>/ingest</c> and <c>/export</c> to the pages of those sites (CORS); to others they do not.
/// </remarks>
internal sealed class KnownSites
{
    private const string Any = "*";

    /// <summary>The setting of the origins, and its former name.</summary>
    private static readonly string[] OriginSettings = ["AllowedOrigins", "Origins"];

    private static readonly PathString[] Interfaces = ["/graphql", "/ingest", "/export"];
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(2);

    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private readonly HashSet<string> origins = new(StringComparer.OrdinalIgnoreCase);

    private KnownSites()
    {
        hosts.Add(Environment.MachineName);
        var own = IPGlobalProperties.GetIPGlobalProperties();
        hosts.Add(own.HostName);
        if (own.DomainName.Length > 0)
            hosts.Add($"{own.HostName}.{own.DomainName}");
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">One of them is not valid.</exception>
    public static KnownSites From(IConfiguration settings)
    {
        var sites = new KnownSites();
        foreach (var host in Listed(settings, "Hosts"))
        {
            if (host != Any && Uri.CheckHostName(host.Trim('[', ']')) is UriHostNameType.Unknown)
            {
                throw new HostOptionsException(
                    $"Sites__Hosts lists host names without a port, separated by semicolons; '{host}' is not one.");
            }
            sites.hosts.Add(host);
        }
        foreach (var (name, origin) in OriginSettings.SelectMany(name => Listed(settings, name).Select(origin => (name, origin))))
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                throw new HostOptionsException(
                    $"Sites__{name} lists origins such as https://city.example, separated by semicolons; '{origin}' is not one.");
            sites.origins.Add(uri.GetLeftPart(UriPartial.Authority));
        }
        return sites;
    }

    /// <summary>Refuses what is not from a known site, and lets browsers give answers to the pages of allowed ones.</summary>
    public void Use(IApplicationBuilder app)
    {
        app.Use(Check);
        if (origins.Count == 0)
            return;
        app.UseWhen(http => Array.Exists(Interfaces, path => http.Request.Path.StartsWithSegments(path)), branch =>
        {
            branch.Use(static (http, next) =>
            {
                // An answer without the header may also be kept by a cache, which must not give it to an allowed page.
                http.Response.OnStarting(static response => VaryByOrigin((HttpResponse)response), http.Response);
                return next(http);
            });
            branch.UseCors(policy => policy.SetIsOriginAllowed(IsAllowed)
                .WithMethods(HttpMethods.Get, HttpMethods.Post)
                .WithHeaders(
                    HeaderNames.ContentType, HeaderNames.Authorization, HeaderNames.ContentEncoding, HeaderNames.TraceParent,
                    HeaderNames.TraceState)
                .WithExposedHeaders(HeaderNames.RetryAfter)
                .SetPreflightMaxAge(PreflightAge));
        });
    }

    private Task Check(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (!IsKnown(request.Host, http.Connection.LocalIpAddress))
        {
            return Refuse(
                http, StatusCodes.Status400BadRequest, ErrorCode.HostUnknown, "host name not known",
                "This host name is not known here; the setting Sites__Hosts lists further ones.");
        }
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if ((!isReading || Sockets.IsOpened(request)) && request.Headers.Origin is [_, ..] given
            && !given.All(origin => IsKnown(origin, request.Host)))
        {
            return Refuse(
                http, StatusCodes.Status403Forbidden, ErrorCode.OriginRefused, "change by a page of another site",
                "A page of another site must not change anything here; the setting Sites__AllowedOrigins lists those that may.");
        }
        return next(http);
    }

    private static string[] Listed(IConfiguration settings, string name) =>
        settings[$"Sites:{name}"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private bool IsKnown(HostString host, IPAddress? local)
    {
        var name = host.Host.TrimEnd('.');
        if (hosts.Contains(name) || hosts.Contains(Any))
            return true;
        return IPAddress.TryParse(name.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || (local is not null && Plain(address).Equals(Plain(local))));
    }

    private bool IsAllowed(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && origins.Contains(uri.GetLeftPart(UriPartial.Authority));

    private static Task VaryByOrigin(HttpResponse response)
    {
        if (!response.Headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }

    /// <summary>Whether an origin is that of our own pages: it has the authority by which this host is addressed.</summary>
    /// <remarks>Its scheme may differ: a proxy may have ended its TLS.</remarks>
    /// <param name="origin">The origin.</param>
    /// <param name="host">The host of the request.</param>
    public static bool IsOwn(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
        && uri.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == "https" ? 443 : 80));

    private bool IsKnown(string? origin, HostString host) =>
        IsOwn(origin, host) || (origin is not null && IsAllowed(origin));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // On record before it is answered.
    private static async Task Refuse(HttpContext http, int status, ErrorCode code, string reason, string message)
    {
        await http.RequestServices.GetRequiredService<RefusalLog>().Note(http, reason);
        await HttpRefusal.Write(http, status, code, message);
    }
}
