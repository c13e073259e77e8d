using System.Globalization;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The host's connections to PostgreSQL, in five pools: none can use up the connections of another.</summary>
/// <remarks>
/// The writer appends; upkeep projects, keeps dead letters and reads progress; reactions hold their locks; readers answer queries; the
/// access log is written. Queries that all wait for a lock take the readers' connections only. Together they have no more than the
/// connection string's <c>Maximum Pool Size</c>.
/// </remarks>
internal sealed class StorePools : IAsyncDisposable
{
    // What holds one connection while it waits for the next, such as a rebuild beside a running daemon, must not wait for itself.
    private const int LeastForUpkeep = 8;
    private const int MostForUpkeep = 20;
    // One for each reaction, which holds it while it waits for one of upkeep, and one that hears of news.
    private const int ForReactions = 8;
    private const int LeastForReaders = 4;
    private const int MostForReaders = 48;
    private const int ForAccessLog = 3;
    private const int SecondsToConnect = 5;
    private const int LeastPatienceSeconds = 5;

    /// <summary>Makes the pools; nothing is connected yet.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="appending">How the writer works.</param>
    public StorePools(string connectionString, StreamAppenderOptions appending)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var left = given.MaxPoolSize - appending.Lanes - ForAccessLog - ForReactions;
        var upkeep = Math.Clamp(left / 3, LeastForUpkeep, MostForUpkeep);
        ConnectionString = connectionString;
        Writer = NpgsqlDataSource.Create(ForWriter(given, appending, appending.Lanes));
        Upkeep = NpgsqlDataSource.Create(Sized(given, upkeep));
        Reactions = NpgsqlDataSource.Create(Sized(given, ForReactions));
        Readers = NpgsqlDataSource.Create(Sized(given, Math.Clamp(left - upkeep, LeastForReaders, MostForReaders)));
        AccessLog = NpgsqlDataSource.Create(ForWriter(given, appending, ForAccessLog));
    }

    /// <summary>How to connect, with the password: for another database of the same server.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections of the writer: one for each of its lanes.</summary>
    public NpgsqlDataSource Writer { get; }

    /// <summary>Connections of projections, dead letters and everything else that runs by itself.</summary>
    public NpgsqlDataSource Upkeep { get; }

    /// <summary>Connections of reactions, each of which holds the lock of its reaction.</summary>
    public NpgsqlDataSource Reactions { get; }

    /// <summary>Connections of queries.</summary>
    public NpgsqlDataSource Readers { get; }

    /// <summary>Connections of the access log.</summary>
    public NpgsqlDataSource AccessLog { get; }

    /// <summary>Closes the connections that nobody uses at present.</summary>
    public void Clear()
    {
        foreach (var pool in (NpgsqlDataSource[])[Writer, Upkeep, Reactions, Readers, AccessLog])
            pool.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Upkeep.DisposeAsync();
        await Reactions.DisposeAsync();
        await Readers.DisposeAsync();
        await AccessLog.DisposeAsync();
    }

    private static string Sized(NpgsqlConnectionStringBuilder given, int size) =>
        new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            MaxPoolSize = size,
            MinPoolSize = Math.Min(given.MinPoolSize, size),
        }.ConnectionString;

    private static string ForWriter(NpgsqlConnectionStringBuilder given, StreamAppenderOptions appending, int size)
    {
        // A store that is silent is noticed within the patience that senders are promised. PostgreSQL itself ends an append whose client
        // has gone before the read models stop waiting for it: see EventStore.LongestHold.
        var seconds = Math.Max(LeastPatienceSeconds, (int)Math.Ceiling(appending.Patience.TotalSeconds));
        var milliseconds = ((seconds + 5) * 1_000).ToString(CultureInfo.InvariantCulture);
        var limits = $"-c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={milliseconds}";
        return new NpgsqlConnectionStringBuilder(Sized(given, size))
        {
            CommandTimeout = seconds,
            Timeout = SecondsToConnect,
            Options = string.IsNullOrEmpty(given.Options) ? limits : $"{given.Options} {limits}",
        }.ConnectionString;
    }
}

/// <summary>Registers services that use one of the pools.</summary>
internal static class StorePoolServices
{
    /// <summary>Adds a service whose <see cref="NpgsqlDataSource"/> is the pool for upkeep.</summary>
    /// <typeparam name="T">The service.</typeparam>
    public static IServiceCollection AddUpkeep<T>(this IServiceCollection services) where T : class =>
        services.AddSingleton(
            provider => ActivatorUtilities.CreateInstance<T>(provider, provider.GetRequiredService<StorePools>().Upkeep));
}
