using Incidents.Api.GraphQL;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Exports;

/// <summary>What is the same in every row of an export.</summary>
/// <param name="AsOf">When it was read.</param>
/// <param name="Sequence">Sequence of the last event that its rows hold.</param>
/// <param name="IsSimulated">Whether the store has events of the simulator.</param>
internal sealed record ExportBasis(OffsetDateTime AsOf, long Sequence, bool IsSimulated);

/// <summary>A column of an export.</summary>
/// <param name="Name">Its name, which is that of the field in GraphQL where there is one.</param>
/// <param name="Headings">Its heading in English, Russian and Kazakh.</param>
/// <param name="Write">Writes its value.</param>
internal sealed record ExportColumn<TRow>(string Name, string[] Headings, Action<RowWriter, TRow, ExportBasis> Write);

/// <summary>The rows that an export selects.</summary>
/// <param name="Count">Counts them.</param>
/// <param name="Read">Reads them, as they come from the database.</param>
internal sealed record ExportRows<TRow>(
    Func<NpgsqlConnection, CancellationToken, Task<long>> Count, Func<NpgsqlConnection, CancellationToken, IAsyncEnumerable<TRow>> Read);

/// <summary>A list that is exported.</summary>
/// <typeparam name="TRow">Its rows.</typeparam>
/// <typeparam name="TFilter">Its filter.</typeparam>
/// <typeparam name="TOrder">Its order.</typeparam>
/// <param name="name">Its field of <c>Query</c>.</param>
/// <param name="type">Type of its rows in the schema.</param>
/// <param name="readModel">The read model from which they come.</param>
/// <param name="columns">All columns, in the order of an export that names none.</param>
internal abstract class ExportList<TRow, TFilter, TOrder>(
    string name, string type, string readModel, IReadOnlyList<ExportColumn<TRow>> columns)
    where TFilter : class where TOrder : struct, Enum
{
    /// <summary>Its field of <c>Query</c>.</summary>
    public string Name => name;

    /// <summary>The read model from which its rows come.</summary>
    public string ReadModel => readModel;

    /// <summary>All columns, in the order of an export that names none.</summary>
    public IReadOnlyList<ExportColumn<TRow>> Columns => columns;

    /// <summary>The field of the access table that a column shows, as <c>Type.field</c>; null where it is of the export itself.</summary>
    public string? FieldOf(ExportColumn<TRow> column) => column.Name switch
    {
        "asOf" or "sequence" or "simulated" => null,
        "latitude" or "longitude" => $"{type}.point",
        var field => $"{type}.{field}",
    };

    /// <summary>The days of a filter.</summary>
    public abstract (LocalDate? From, LocalDate? Until) Period(TFilter? filter);

    /// <summary>The rows that a filter selects and the caller sees.</summary>
    /// <param name="filter">The filter; null for all rows.</param>
    /// <param name="order">Their order.</param>
    /// <param name="classes">The classes of all columns.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    /// <exception cref="RefusedException">A part of the filter is not valid.</exception>
    public abstract Task<ExportRows<TRow>> Select(
        TFilter? filter, TOrder order, IReadOnlySet<string> classes, CancellationToken cancellation);
}
