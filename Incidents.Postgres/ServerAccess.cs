using System.Globalization;
using Npgsql;

namespace Incidents.Postgres;

/// <summary>How the server's own client programs and the host's preparations reach a private server as its superuser.</summary>
/// <param name="Folder">The data folder, which holds the password.</param>
/// <param name="Access">The port and the password.</param>
internal sealed record ServerAccess(string Folder, PasswordFile Access)
{
    /// <summary>The arguments with which a client program connects.</summary>
    public IEnumerable<string> Arguments =>
        ["-h", "127.0.0.1", "-p", Access.Port.ToString(CultureInfo.InvariantCulture), "-U", PostgresCluster.Superuser, "--no-password"];

    /// <summary>Its environment: the password never appears in a command line.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["PGPASSFILE"] = Path.Combine(Folder, PasswordFile.Name),
        ["PGSSLMODE"] = "disable",
        ["PGGSSENCMODE"] = "disable",
    };

    /// <summary>A connection of the superuser, outside of any pool.</summary>
    public async Task<NpgsqlConnection> Connect(CancellationToken cancellation)
    {
        var settings = EmbeddedPostgres.Connect(Access, PostgresCluster.Superuser, PostgresCluster.Superuser);
        settings.Pooling = false;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The only value of a query's first row, or null.</summary>
    public static async Task<T?> Scalar<T>(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : default;
    }
}
