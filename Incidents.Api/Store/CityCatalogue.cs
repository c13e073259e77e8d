using System.Text.Json;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The cities of the programme come with the build; those that an import declares are kept in the store.</summary>
internal sealed class CityCatalogue(Cities cities, NpgsqlDataSource source)
{
    public const string Ddl = $"create table if not exists {EventStore.Schema}.city (code text primary key, city jsonb not null);";

    /// <summary>Reads the declared ones.</summary>
    public async Task Load(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select city::text from {EventStore.Schema}.city order by code");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            cities.Declare(JsonSerializer.Deserialize<City>(rows.GetString(0), EventJson.Options)!);
    }

    /// <summary>Declares a city that is not known yet; one that is stays as it is.</summary>
    public async Task Declare(City city, CancellationToken cancellation)
    {
        if (!cities.Declare(city))
            return;
        await using var command =
            source.CreateCommand($"insert into {EventStore.Schema}.city values ($1, $2::jsonb) on conflict (code) do nothing");
        command.Parameters.Add(new NpgsqlParameter { Value = city.Code });
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(city, EventJson.Options) });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
