using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Projections;

/// <summary>Parameters of optional filters: null where a filter is not set.</summary>
internal static class OptionalParameters
{
    public static void AddOptional(this NpgsqlParameterCollection parameters, string[]? texts) =>
        Add(parameters, texts, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static void AddOptional(this NpgsqlParameterCollection parameters, long[]? keys) =>
        Add(parameters, keys, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static void AddOptional(this NpgsqlParameterCollection parameters, LocalDate? day) =>
        Add(parameters, day?.ToDateOnly(), NpgsqlDbType.Date);

    private static void Add(NpgsqlParameterCollection parameters, object? value, NpgsqlDbType type) =>
        parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
