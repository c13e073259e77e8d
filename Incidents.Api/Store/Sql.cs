using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Statements without a result.</summary>
internal static class Sql
{
    /// <summary>Executes one, however long it takes.</summary>
    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The statement that adds a column to a table of an earlier build.</summary>
    /// <remarks>
    /// <c>add column if not exists</c> locks the table before it looks: at each start everybody would wait behind a reader, such as
    /// <c>pg_dump</c>, that the start waits for.
    /// </remarks>
    /// <param name="table">The table, with its schema.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="definition">Its type and constraints.</param>
    public static string AddColumn(string table, string column, string definition) =>
        $"""
         do $$ begin
             if not exists (select from pg_attribute where attrelid = '{table}'::regclass and attname = '{column}') then
                 alter table {table} add column {column} {definition};
             end if;
         end $$;
         """;
}
