using System.Text.Json;
using GraphQL;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Api.Exports;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Incidents.Api;

/// <summary>Makes hosts for replays: the same services as the host's own, on another database.</summary>
internal sealed class ReplicaHosts(IncidentsHostOptions options, IConfiguration settings) : IReplicaHosts
{
    /// <inheritdoc/>
    public async Task<IReplicaHost> Open(string connectionString, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings);
        builder.Logging.ClearProviders();
        builder.AddIncidents(connectionString, host => (host.RunsDaemon, host.Upcasts) = (false, options.Upcasts));
        var clock = new SettableClock();
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(clock));
        builder.Services.Replace(ServiceDescriptor.Singleton<IAccessLog, NoLog>());
        builder.Services.RemoveAll<IAnswerRecord>();
        // Nobody subscribes to what was; and subscriptions need the record.
        builder.Services.RemoveAll<IEventStreams>();
        // The position that a query names was there when it was answered.
        builder.Services.RemoveAll<IReadPositions>();
        var app = builder.Build();
        try
        {
            await app.PrepareStore(cancellation);
            return new Host(app, clock);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private sealed class Host(WebApplication app, SettableClock clock) : IReplicaHost
    {
        public IServiceProvider Services => app.Services;

        public async Task<byte[]> Answer(AccessLogEntry entry, Caller caller, Instant at, CancellationToken cancellation)
        {
            clock.Now = at;
            await using var scope = app.Services.CreateAsyncScope();
            using var entered = Callers.Enter(caller);
            if (entry.IsExport)
                return await Export(entry, scope.ServiceProvider, cancellation);
            var request = new GraphQLRequest
            {
                Query = entry.Query,
                OperationName = entry.Operation,
                Variables = GraphQLRequestReader.Variables(entry.Variables?.GetRawText(), "variables"),
            };
            return await app.Services.GetRequiredService<GraphQLEndpoint>().Data(scope.ServiceProvider, request, cancellation);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task<byte[]> Export(AccessLogEntry entry, IServiceProvider scope, CancellationToken cancellation)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                filter = entry.Text("filterText") is { } filter ? JsonElement.Parse(filter) : (JsonElement?)null,
                columns = entry.Of("columns"),
                order = entry.Text("order"),
                language = entry.Text("language"),
                purposeReason = entry.PurposeReason is { } reason ? ErrorCodes.CapitalsOf(reason) : null,
                purposeReference = entry.PurposeReference,
            });
            using var answer = new MemoryStream();
            var http = new DefaultHttpContext { RequestServices = scope, RequestAborted = cancellation };
            (http.Request.Method, http.Request.ContentType) = (HttpMethods.Post, MediaTypes.Json);
            http.Request.Body = new MemoryStream(body);
            http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
            var format = entry.Text("format")!;
            // Older entries are all of incidents.
            var list = entry.Text("list") ?? "incidents";
            await app.Services.GetServices<ExportEndpoint>().Single(endpoint => endpoint.List == list)
                .Handle(http, format == "csv" ? new CsvWriter() : new NdjsonWriter(), format);
            await http.Response.BodyWriter.FlushAsync(cancellation);
            return answer.ToArray();
        }
    }

    private sealed class SettableClock : IClock
    {
        private long ticks;

        public Instant Now
        {
            set => Volatile.Write(ref ticks, value.ToUnixTimeTicks());
        }

        public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Volatile.Read(ref ticks));
    }

    // A replay is logged by the host that was asked for it.
    private sealed class NoLog : IAccessLog
    {
        public Task Write(AccessEntry entry, CancellationToken cancellation) => Task.CompletedTask;
    }
}
