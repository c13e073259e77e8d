using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.BaseMaps;

/// <summary>Values that may be null, in a binary copy.</summary>
internal static class Copy
{
    /// <summary>Writes a text or null.</summary>
    public static Task Text(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellation) =>
        text is null ? copy.WriteNullAsync(cancellation) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);

    /// <summary>Writes a number or null.</summary>
    public static Task Number(NpgsqlBinaryImporter copy, int? number, CancellationToken cancellation) =>
        number is { } known ? copy.WriteAsync(known, NpgsqlDbType.Integer, cancellation) : copy.WriteNullAsync(cancellation);
}
