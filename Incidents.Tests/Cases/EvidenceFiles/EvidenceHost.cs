using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>A host with a folder of evidence, and what an investigator does there.</summary>
internal sealed class EvidenceHost : IAsyncDisposable
{
    public const string Investigator = "all";

    private EvidenceHost(RunningHost host, string folder, FakeClock? clock) => (Host, Folder, Clock) = (host, folder, clock);

    public RunningHost Host { get; }

    /// <summary>The folder of the bytes.</summary>
    public string Folder { get; }

    /// <summary>Its clock, where it has one of its own.</summary>
    public FakeClock? Clock { get; }

    public EvidenceUpkeep Upkeep => Host.Services.GetRequiredService<EvidenceUpkeep>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EvidenceHost> Start(
        string connection, string folder, FakeClock? clock = null, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Evidence:Folder"] = folder,
            ["Evidence:LeastFreeBytes"] = "0",
            ["Evidence:Grace"] = "00:00:00",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return new(await RunningHost.Start(connection, o => o.RunsDaemon = false, clock, settings: all), folder, clock);
    }

    public static async Task<EvidenceHost> Start(PostgresFixture postgres, TemporaryFolder folder) =>
        await Start(await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"));

    /// <summary>Opens a case.</summary>
    public async Task<Guid> Case(string owner = Investigator)
    {
        var id = Guid.CreateVersion7();
        await Do(new OpenCase(id, "Thefts at the market", "karaganda", new(owner, owner), owner));
        return id;
    }

    public async Task Do(ICommand<Case> command) =>
        Assert.Null((await Host.Services.GetRequiredService<CommandStore>().Decide(command, Cancellation)).Refusal);

    public async Task<LoadedStream<Case>> Open(Guid id) =>
        (await Host.Services.GetRequiredService<EventReader>().Open<Case>(id, null, Cancellation))!;

    /// <summary>Uploads a body.</summary>
    public async Task<Uploaded> Upload(
        Guid id, HttpContent body, string query = "name=clip.mp4", string? caller = Investigator,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/cases/{id}/evidence?{query}") { Content = body };
        request.Headers.Authorization = caller is null ? null : SignIn(caller);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                Assert.True(body.Headers.TryAddWithoutValidation(name, value));
        }
        using var response = await Client().SendAsync(request, Cancellation);
        return await Uploaded.Of(response);
    }

    public Task<Uploaded> Upload(
        Guid id, byte[] body, string query = "name=clip.mp4", string? caller = Investigator, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("video/mp4");
        return Upload(id, content, query, caller, headers);
    }

    /// <summary>Uploads bytes that are taken.</summary>
    public async Task<Guid> Taken(Guid id, byte[] body)
    {
        var uploaded = await Upload(id, body);
        Assert.Equal(201, uploaded.Status);
        return uploaded.Id;
    }

    public Task<HttpResponseMessage> Download(
        Guid id, Guid evidence, RangeHeaderValue? range = null, string query = "", string caller = Investigator)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/cases/{id}/evidence/{evidence}{query}");
        request.Headers.Authorization = SignIn(caller);
        request.Headers.Range = range;
        return Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>The contents that are kept.</summary>
    public IEnumerable<FileInfo> Kept() => Files().Where(file => file.Name.Length == 64);

    /// <summary>All files, what is unfinished included.</summary>
    public IEnumerable<FileInfo> Files() => !Directory.Exists(Folder) ? []
        : new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories);

    /// <summary>Number of the uses of contents, as the upkeep knows them.</summary>
    public async Task<long> Uses() => (long)(await Host.Query("select count(*) from ops.evidence_use"))[0][0];

    public AuthenticationHeaderValue SignIn(string caller) =>
        caller == "analyst" ? Host.SignIn(caller, new Grant(Role.Analyst, null)) : Host.SignIn(caller);

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    // The client of the host is signed in already.
    private HttpClient Client() => new() { BaseAddress = Host.Client.BaseAddress, Timeout = TimeSpan.FromMinutes(2) };
}

/// <summary>The answer to an upload.</summary>
internal sealed record Uploaded(int Status, JsonElement Body, Uri? Location)
{
    public Guid Id => Body.GetProperty("id").GetGuid();

    public string? Code => Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public static async Task<Uploaded> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)
            : JsonSerializer.SerializeToElement(new { }),
        response.Headers.Location);
}
