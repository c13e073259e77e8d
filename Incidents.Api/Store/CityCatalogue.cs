using System.Text.Json;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The cities of the programme come with the build; those that an import declares are kept in the store.</summary>
/// <remarks>
/// Another host may declare one at any time. It notifies all hosts, and a city that is not known here is looked for in the store before
/// it is refused. For reports that is done at most every <see cref="ShortestPause"/>: names that nobody declares do not load the store.
/// </remarks>
internal sealed partial class CityCatalogue(
    Cities cities, NpgsqlDataSource source, TimeProvider time, ILogger<CityCatalogue> log) : IDisposable
{
    public const string Ddl = $"create table if not exists {EventStore.Schema}.city (code text primary key, city jsonb not null);";

    /// <summary>Name of the notification that a city was declared.</summary>
    public const string Channel = "incidents_city";

    /// <summary>The shortest time between two looks into the store.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private const string Select = $"select city::text from {EventStore.Schema}.city order by code";

    // One that does not answer is not waited for longer than a person waits.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim one = new(1);
    private readonly SemaphoreSlim refreshing = new(1);
    private readonly SemaphoreSlim looking = new(1);
    private long refreshedAt = long.MinValue;
    private long lookedAt = long.MinValue;
    private long looks;

    /// <summary>How often it has looked into the store.</summary>
    public long Looks => Volatile.Read(ref looks);

    /// <summary>Reads the declared ones.</summary>
    public async Task Load(CancellationToken cancellation)
    {
        Interlocked.Increment(ref looks);
        await using var command = source.CreateCommand(Select);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            cities.Declare(JsonSerializer.Deserialize<City>(rows.GetString(0), EventJson.Options)!);
    }

    /// <summary>Looks into the store for cities that are not known here; one that was declared before the call is found.</summary>
    /// <param name="codes">The codes of cities.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async ValueTask Find(IReadOnlyCollection<string> codes, CancellationToken cancellation)
    {
        if (codes.All(code => cities.Find(code) is not null))
            return;
        var asked = time.GetTimestamp();
        await one.WaitAsync(cancellation);
        try
        {
            // Somebody has looked since it was asked: what was declared by then is known.
            if (lookedAt > asked)
                return;
            if (lookedAt != long.MinValue && ShortestPause - time.GetElapsedTime(lookedAt) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
            lookedAt = time.GetTimestamp();
            await Load(cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Reads the cities that were declared before the call, by this or another host.</summary>
    /// <remarks>While the store does not answer, those that are known here are all that is known.</remarks>
    public async Task Refresh(CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        try
        {
            await refreshing.WaitAsync(cancellation);
            try
            {
                // Who waits for the same answer does not ask again.
                if (refreshedAt > asked)
                    return;
                refreshedAt = time.GetTimestamp();
                await Load(cancellation);
            }
            finally
            {
                refreshing.Release();
            }
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            LogAway(e);
        }
    }

    /// <summary>Whether a city is known; one that is not is looked for.</summary>
    /// <param name="code">The code of the city.</param>
    public bool Knows(string code)
    {
        if (cities.Find(code) is null && looking.Wait(LongestWait))
        {
            try
            {
                if (cities.Find(code) is null)
                    LoadNow();
            }
            catch (Exception e) when (StoreFault.IsAway(e))
            {
                LogAway(e);
            }
            finally
            {
                looking.Release();
            }
        }
        return cities.Find(code) is not null;
    }

    /// <summary>Declares a city that is not known yet, for all hosts; one that is stays as it is.</summary>
    public async Task Declare(City city, CancellationToken cancellation)
    {
        if (cities.Find(city.Code) is not null)
            return;
        await using (var command = source.CreateCommand(
            $"""
             with declared as (insert into {EventStore.Schema}.city values ($1, $2::jsonb) on conflict (code) do nothing returning code)
             select pg_notify('{Channel}', code) from declared
             """))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = city.Code });
            command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(city, EventJson.Options) });
            await command.ExecuteNonQueryAsync(cancellation);
        }
        // As it is stored: another host may have declared it first.
        await Load(cancellation);
    }

    public void Dispose()
    {
        one.Dispose();
        refreshing.Dispose();
        looking.Dispose();
    }

    private void LoadNow()
    {
        Interlocked.Increment(ref looks);
        using var command = source.CreateCommand(Select);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            cities.Declare(JsonSerializer.Deserialize<City>(rows.GetString(0), EventJson.Options)!);
    }

    [LoggerMessage(LogLevel.Debug, "The store does not answer; cities that other hosts declare are not known here until it does.")]
    private partial void LogAway(Exception e);
}
