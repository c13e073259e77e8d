using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using Incidents.Api.Cases.EvidenceFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>What s3rver has not of an object store: uploads in parts that are listed, given up and copied.</summary>
/// <remarks>Its lists have two entries a page.</remarks>
internal sealed class PagedS3 : IAsyncDisposable
{
    private const int EntriesOfPage = 2;

    private readonly ConcurrentDictionary<(string Upload, int Part), byte[]> parts = new();
    private WebApplication? app;
    private string address = "";

    /// <summary>When everything that is there was begun.</summary>
    public static Instant Began { get; } = Instant.FromUtc(2026, 5, 1, 12, 0);

    /// <summary>The objects by key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>The keys of unfinished uploads, by the ids of these.</summary>
    public ConcurrentDictionary<string, string> Uploads { get; } = new();

    /// <summary>Whether copies of parts are refused.</summary>
    public bool IsCopyRefused { get; set; }

    public EvidenceSettings Settings => new()
    {
        TimeLimit = TimeSpan.Zero,
        S3 = new() { Endpoint = address, Bucket = "evidence", AccessKey = "key", SecretKey = "secret" },
    };

    public static async Task<PagedS3> Start()
    {
        var server = new PagedS3();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = server.app = builder.Build();
        app.Run(server.Answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var (query, method) = (http.Request.Query, http.Request.Method);
        var key = http.Request.Path.Value!["/evidence".Length..].TrimStart('/');
        var upload = query["uploadId"].ToString();
        switch (method)
        {
            case "GET" when key == "":
                await http.Response.WriteAsync(query.ContainsKey("uploads") ? UploadsFrom(query) : ObjectsFrom(query));
                break;
            case "GET" or "HEAD" when Objects.TryGetValue(key, out var bytes):
                http.Response.ContentLength = bytes.Length;
                if (method == "GET")
                    await http.Response.Body.WriteAsync(bytes);
                break;
            case "POST" when query.ContainsKey("uploads"):
                var id = Guid.NewGuid().ToString("N");
                Uploads[id] = key;
                await http.Response.WriteAsync(
                    $"<InitiateMultipartUploadResult><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
                break;
            case "POST":
                Objects[key] = [.. parts.Where(p => p.Key.Upload == upload).OrderBy(p => p.Key.Part).SelectMany(p => p.Value)];
                Uploads.TryRemove(upload, out _);
                await http.Response.WriteAsync($"<CompleteMultipartUploadResult><Key>{key}</Key></CompleteMultipartUploadResult>");
                break;
            case "PUT" when upload != "":
                await TakePart(http, upload, int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture));
                break;
            case "DELETE":
                _ = upload != "" ? Uploads.TryRemove(upload, out _) : Objects.TryRemove(key, out _);
                http.Response.StatusCode = 204;
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }

    private async Task TakePart(HttpContext http, string upload, int number)
    {
        http.Response.Headers.ETag = $"\"{number}\"";
        if (http.Request.Headers["x-amz-copy-source"] is not [{ } source])
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            parts[(upload, number)] = body.ToArray();
            return;
        }
        if (IsCopyRefused)
        {
            http.Response.StatusCode = 403;
            return;
        }
        var range = http.Request.Headers["x-amz-copy-source-range"].ToString()["bytes=".Length..].Split('-')
            .Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        parts[(upload, number)] = Objects[source.TrimStart('/')["evidence/".Length..]][range[0]..(range[1] + 1)];
        await http.Response.WriteAsync($"<CopyPartResult><ETag>\"{number}\"</ETag></CopyPartResult>");
    }

    private string UploadsFrom(IQueryCollection query)
    {
        var after = query["key-marker"].ToString();
        var rest = Uploads.OrderBy(u => u.Value, StringComparer.Ordinal)
            .Where(u => string.CompareOrdinal(u.Value, after) > 0).ToList();
        var page = rest[..Math.Min(EntriesOfPage, rest.Count)];
        var next = page.Count < rest.Count
            ? $"<NextKeyMarker>{page[^1].Value}</NextKeyMarker><NextUploadIdMarker>{page[^1].Key}</NextUploadIdMarker>" : "";
        var entries = page.Select(u => $"<Upload><Key>{u.Value}</Key><UploadId>{u.Key}</UploadId><Initiated>{Began}</Initiated></Upload>");
        return $"<ListMultipartUploadsResult><IsTruncated>{(next == "" ? "false" : "true")}</IsTruncated>{next}{string.Concat(entries)}"
            + "</ListMultipartUploadsResult>";
    }

    private string ObjectsFrom(IQueryCollection query)
    {
        var after = query["continuation-token"].ToString();
        var rest = Objects.Keys.Order(StringComparer.Ordinal)
            .Where(k => k.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(k, after) > 0).ToList();
        var page = rest[..Math.Min(EntriesOfPage, rest.Count)];
        var next = page.Count < rest.Count ? $"<NextContinuationToken>{SecurityElement.Escape(page[^1])}</NextContinuationToken>" : "";
        return $"<ListBucketResult><IsTruncated>{(next == "" ? "false" : "true")}</IsTruncated>{next}"
            + string.Concat(page.Select(k => $"<Contents><Key>{k}</Key><LastModified>{Began}</LastModified><Size>1</Size></Contents>"))
            + "</ListBucketResult>";
    }
}
