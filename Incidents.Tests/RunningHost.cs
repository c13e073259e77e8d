using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser.AST;
using Incidents.Api;
using Incidents.Api.Access.SignIn;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Sources;
using Incidents.Tests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Xunit;

namespace Incidents.Tests;

/// <summary>The real host on a loopback port over a database of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int cities;
    private readonly WebApplication app;

    private RunningHost(WebApplication app, HttpClient client, string connectionString) =>
        (this.app, Client, ConnectionString) = (app, client, connectionString);

    public HttpClient Client { get; }

    public string ConnectionString { get; }

    public IServiceProvider Services => app.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Starts the host.</summary>
    /// <param name="connectionString">Its database.</param>
    /// <param name="configure">What it does.</param>
    /// <param name="clock">Its clock, if not the real one.</param>
    /// <param name="log">Where it logs, if anywhere.</param>
    /// <param name="settings">Its settings, where not the default.</param>
    /// <param name="services">Replaces services of the host.</param>
    public static async Task<RunningHost> Start(
        string connectionString, Action<IncidentsHostOptions>? configure = null, IClock? clock = null, ILoggerProvider? log = null,
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var builder = Builder(connectionString, configure, log, settings);
        if (clock is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        // The tables of a database that is new were made once for all tests.
        await (PostgresFixture.IsPrepared(connectionString) ? app.LoadStore() : app.PrepareStore());
        app.MapIncidents();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromMinutes(5) };
        var host = new RunningHost(app, client, connectionString);
        client.DefaultRequestHeaders.Authorization = host.SignIn("op");
        return host;
    }

    /// <summary>Makes the tables in a database, without starting a host.</summary>
    public static async Task Prepare(string connectionString)
    {
        await using var app = Builder(connectionString, null, null, null).Build();
        await app.PrepareStore();
    }

    private static WebApplicationBuilder Builder(
        string connectionString, Action<IncidentsHostOptions>? configure, ILoggerProvider? log,
        IReadOnlyDictionary<string, string?>? settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        if (log is not null)
            builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection(
            [
                // What reports lead to by rules is tested apart.
                new("Correlation:Enabled", "false"), new("Sources:Historic", "*"),
                new("Targets:Interval", "00:00:00"),
                new("Evidence:Folder", Path.Combine(Path.GetTempPath(), $"evidence-{Guid.NewGuid():N}")),
            ]).AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddIncidents(connectionString, configure);
        return builder;
    }

    /// <summary>The sign-in of a person: with all roles in all towns, where none are given.</summary>
    public AuthenticationHeaderValue SignIn(string name, params Grant[] grants) =>
        new("Bearer", Services.GetRequiredService<DemoIssuer>().Issue(name, name, grants is [] ? AllRoles : grants));

    private static Grant[] AllRoles => [.. Enum.GetValues<Role>().Select(role => new Grant(role, null))];

    /// <summary>Closes the connections that the host does not use at present: the next ones have the settings of then.</summary>
    public void ClearConnections() => Services.GetRequiredService<StorePools>().Clear();

    /// <summary>A city that no other test uses, on Karaganda's clock, so that its figures are this test's alone.</summary>
    public async Task<string> NewCity(string zone = "Asia/Almaty")
    {
        var code = $"town-{Interlocked.Increment(ref cities)}";
        await Services.GetRequiredService<CityCatalogue>().Declare(new City(code, zone, code), TestContext.Current.CancellationToken);
        return code;
    }

    /// <summary>
    /// Declares that everything of a city is reported, so that its zeros are counts. It becomes known now: as known on an earlier day the
    /// period is learned from the reports.
    /// </summary>
    public async Task Covers(string city)
    {
        foreach (var kind in Enum.GetValues<CoveredKind>())
        {
            var declared = await Services.GetRequiredService<CommandStore>().Decide(
                new DeclareCoverage("everything", city, kind, new(1900, 1, 1), null, [], "test"), TestContext.Current.CancellationToken);
            Assert.Null(declared.Refusal);
        }
    }

    /// <summary>Declares the same of a town, and waits until the read models hold it: of what nobody reported there are no data.</summary>
    public async Task<RunningHost> Covered()
    {
        await Covers("karaganda");
        await CaughtUp();
        return this;
    }

    /// <summary>Posts a body to the intake.</summary>
    public Task<IntakeAnswer> Post(string body, string? type = "application/json") =>
        Post(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), type);

    /// <summary>Posts a body to the intake.</summary>
    public async Task<IntakeAnswer> Post(HttpContent body, string? type = "application/json")
    {
        if (type is not null)
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await Client.PostAsync("/ingest/reports", body, TestContext.Current.CancellationToken);
        return await IntakeAnswer.Of(response);
    }

    /// <summary>Posts reports as NDJSON.</summary>
    public Task<IntakeAnswer> PostLines(params IEnumerable<object> reports) =>
        Post(string.Join('\n', reports.Select(r => JsonSerializer.Serialize(r, EventJson.Options))), "application/x-ndjson");

    /// <summary>Asks GraphQL, and fails where the answer has errors. A mutation gives its thing (<see cref="MutationText"/>).</summary>
    public async Task<JsonElement> Ask(string query, object? variables = null)
    {
        var answer = await Answer(query, variables);
        Assert.False(
            answer.TryGetProperty("errors", out var errors), errors.ValueKind is JsonValueKind.Undefined ? "" : errors.GetRawText());
        var data = answer.GetProperty("data");
        if (!IsMutation(query))
            return data;
        var things = JsonObject.Create(data)!;
        foreach (var (name, payload) in things.ToList())
        {
            if (payload is not JsonObject fields || !fields.ContainsKey("errors"))
                continue;
            Assert.True(fields["errors"] is null, $"{name} was refused: {fields["errors"]?.ToJsonString()}");
            things[name] = fields.First().Value?.DeepClone();
        }
        return JsonSerializer.SerializeToElement(things);
    }

    /// <summary>Asks GraphQL, and answers the code and version of the one error that must come.</summary>
    public async Task<(string Code, long? CurrentVersion)> Refused(string query, object? variables = null)
    {
        var error = Assert.Single(Errors(await Answer(query, variables)));
        var version = error.TryGetProperty("currentVersion", out var current) && current.ValueKind is JsonValueKind.Number
            ? (long?)current.GetInt64()
            : null;
        return (error.GetProperty("code").GetString()!, version);
    }

    /// <summary>The errors of an answer, those of mutations' payloads included.</summary>
    public static IEnumerable<(string Code, string? Field)> ErrorsOf(JsonElement answer) => Errors(answer).Select(error =>
        (error.GetProperty("code").GetString()!, error.TryGetProperty("field", out var field) ? field.GetString() : null));

    /// <summary>The code of the first error of an answer, or null.</summary>
    public static string? CodeOf(JsonElement answer) => ErrorsOf(answer).Select(error => error.Code).FirstOrDefault();

    /// <summary>The whole answer of GraphQL.</summary>
    public async Task<JsonElement> Answer(string query, object? variables = null)
    {
        query = MutationText.Of(query, out var by);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (by is not null)
            request.Headers.Authorization = SignIn(NameOf(by, variables));
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    // The extensions of errors of the response, or the errors of payloads.
    private static IEnumerable<JsonElement> Errors(JsonElement answer) => answer.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => error.GetProperty("extensions"))
        : answer.GetProperty("data").EnumerateObject().Select(field => field.Value)
            .Where(payload => payload.ValueKind is JsonValueKind.Object && payload.TryGetProperty("errors", out var refused)
                && refused.ValueKind is JsonValueKind.Array)
            .SelectMany(payload => payload.GetProperty("errors").EnumerateArray());

    private static string NameOf(GraphQLValue by, object? variables) => by switch
    {
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLVariable variable => JsonSerializer.SerializeToElement(variables).GetProperty(variable.Name.StringValue).GetString()!,
        _ => throw new InvalidOperationException("A person is a text or a variable."),
    };

    private static bool IsMutation(string query) => query.TrimStart().StartsWith("mutation", StringComparison.Ordinal);

    /// <summary>Comes back when the read models hold every event that is committed now.</summary>
    public async Task CaughtUp()
    {
        var freshness = Services.GetRequiredService<Freshness>();
        var wanted = (await freshness.ReadNow()).Appended;
        await Until(async () => (await freshness.ReadNow()).Projected >= wanted, $"the read models to come to event {wanted}");
    }

    /// <summary>Comes back when the condition holds; fails when it takes longer than a minute.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(15));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {Patience.TotalSeconds:0} seconds for {what}.");
            await asking.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The rows of a query, each as its columns.</summary>
    public Task<List<object[]>> Query(string sql) => Query(Database, sql);

    /// <summary>The rows of a query, each as its columns.</summary>
    public static async Task<List<object[]>> Query(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>What the intake answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfter">Seconds after which to come again, or null.</param>
/// <param name="Answers">The answer to each report, in order; one element where the whole body was refused.</param>
internal sealed record IntakeAnswer(int Status, int? RetryAfter, IReadOnlyList<JsonElement> Answers)
{
    /// <summary>The status of each report.</summary>
    public IEnumerable<string> Statuses => Answers.Select(a => a.GetProperty("status").GetString()!);

    /// <summary>The code of each report's refusal, or its status where it was not refused.</summary>
    public IEnumerable<string> Codes =>
        Answers.Select(a => a.TryGetProperty("code", out var code) ? code.GetString()! : a.GetProperty("status").GetString()!);

    public static async Task<IntakeAnswer> Of(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var retry = response.Headers.RetryAfter?.Delta is { } delta ? (int?)delta.TotalSeconds : null;
        IEnumerable<string> parts = text.StartsWith('[')
            ? JsonDocument.Parse(text).RootElement.EnumerateArray().Select(e => e.GetRawText())
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new((int)response.StatusCode, retry, [.. parts.Select(p => JsonDocument.Parse(p).RootElement)]);
    }

    public Guid Id(int index = 0) => Answers[index].GetProperty("id").GetGuid();
}
