using Incidents.Projections.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>A minimal API with the register's own statement and System.Text.Json: the lower bound of an answer's cost.</summary>
internal static class BareEndpoint
{
    public const string Path = "/bare/incidents";

    public static void Map(WebApplication app)
    {
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        app.MapGet(Path, async (CancellationToken cancellation) => TypedResults.Ok(await Read(source, cancellation)));
    }

    private static async Task<List<BareIncident>> Read(NpgsqlDataSource source, CancellationToken cancellation)
    {
        // One more than wanted, as for a page that must know whether another follows.
        await using var command = source.CreateCommand(RegisterReader.LatestSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 51 });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var incidents = new List<BareIncident>(50);
        while (incidents.Count < 50 && await rows.ReadAsync(cancellation))
        {
            incidents.Add(new(
                rows.GetGuid(0), rows.GetString(4), rows.IsDBNull(5) ? null : rows.GetString(5),
                rows.IsDBNull(6) ? null : rows.GetString(6), rows.GetString(9),
                rows.GetString(10), rows.GetDateTime(13), rows.GetDateTime(14)));
        }
        return incidents;
    }

    /// <summary>The eight fields of an incident.</summary>
    internal sealed record BareIncident(
        Guid Id, string City, string? District, string? Street, string Category, string Status, DateTime OccurredAt, DateTime KnownAt);
}
