using Npgsql;
using Xunit;

namespace Incidents.Tests.Postgres;

public class PostgresFixtureTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_database_is_empty_and_its_own()
    {
        var first = await postgres.CreateEmptyDatabase();
        var second = await postgres.CreateEmptyDatabase();
        await Count(first, "CREATE TABLE only_here(id int)");

        Assert.Equal(1L, await Count(first, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        Assert.Equal(0L, await Count(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    private static async Task<object?> Count(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
