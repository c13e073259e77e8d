using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Small pieces of statements that several tables share.</summary>
internal static class Sql
{
    /// <summary>Executes one, however long it takes.</summary>
    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A statement of a batch.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters, each a value or an <see cref="NpgsqlParameter"/>.</param>
    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    /// <summary>A value as a parameter; a parameter as it is.</summary>
    public static NpgsqlParameter Parameter(object value) => value as NpgsqlParameter ?? new() { Value = value };

    /// <summary>Whether a table exists.</summary>
    /// <param name="source">The database.</param>
    /// <param name="table">The table, with its schema.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<bool> HasTable(NpgsqlDataSource source, string table, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select to_regclass('{table}') is not null");
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
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
