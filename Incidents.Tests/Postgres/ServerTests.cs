using System.Diagnostics;
using System.Globalization;
using Incidents.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Postgres;

/// <summary>A private server on a folder that is deleted when the test is over.</summary>
public abstract class ServerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected string Folder => folder.Path;

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    // What a killed process had given to the system is not lost; syncing it to the disk would only make the tests slow.
    private protected EmbeddedPostgresOptions Options => new() { DataDirectory = Folder, Durable = false };

    private protected string PidFile => Path.Combine(Folder, "cluster", "postmaster.pid");

    private protected int PostmasterPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private protected Task<EmbeddedPostgres> Start(
        Func<EmbeddedPostgresOptions, EmbeddedPostgresOptions>? with = null, ILogger? log = null) =>
        EmbeddedPostgres.Start(with is null ? Options : with(Options), log ?? NullLogger.Instance, Cancel);

    private protected static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private protected static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private protected static Task Execute(string connectionString, string sql) => Scalar(connectionString, sql);

    private protected static async Task<object?> Try(string connectionString, string sql)
    {
        try
        {
            return await Scalar(connectionString, sql);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private protected static async Task Kill(int pid)
    {
        using var kill = Process.Start("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
        Assert.Equal(0, kill.ExitCode);
    }

    private protected static async Task Until(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Yield())
            Assert.True(waited.Elapsed < Patience, "It did not happen in time.");
    }

    private protected sealed class Heard : ILogger
    {
        private readonly System.Threading.Channels.Channel<string> lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public async Task Said(string part)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(Patience);
            while (!(await lines.Reader.ReadAsync(patience.Token)).Contains(part, StringComparison.Ordinal))
            {
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Writer.TryWrite(formatter(state, exception));
    }
}
