using System.Text.Json;
using Incidents.Benchmarks.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>Alerts as reports over HTTP.</summary>
internal sealed class AlertsByHttp : IAlertWay
{
    private readonly Random random = new(1);
    private LoopbackClient? client;

    public string What => "posted over HTTP";

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public void AddTo(IServiceCollection services)
    {
    }

    public Task Open(BenchmarkHost host)
    {
        client = new(host.Port);
        return Task.CompletedTask;
    }

    public void Send(string source, int first, int count, Deliveries deliveries)
    {
        var lines = new MemoryStream();
        foreach (var number in Enumerable.Range(first, count))
        {
            var (city, category) = AlertSender.KindOf(number);
            JsonSerializer.Serialize(lines, new
            {
                source,
                id = $"{number}",
                kind = "alert",
                city,
                category,
                longitude = 73.1 + random.NextDouble() / 10,
                latitude = 49.8 + random.NextDouble() / 10,
                occurredAt = DateTime.UtcNow.AddSeconds(-1),
            });
            lines.WriteByte((byte)'\n');
            deliveries.Sent(number);
        }
        var answered = ReportPosts.Count(client!.Ask(ReportPosts.Request(lines.ToArray())), "accepted");
        if (answered != count)
            throw new InvalidOperationException($"{answered} of {count} alerts were accepted.");
    }

    public Task AllTaken() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        return ValueTask.CompletedTask;
    }
}
