using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Exports;

/// <summary>What an export asks for, not checked yet: from the query string of a GET, or from the JSON body of a POST.</summary>
/// <param name="Filter">The filter as JSON; null for all rows.</param>
/// <param name="Columns">Names of columns; null for all.</param>
/// <param name="Order">Name of the order, or null.</param>
/// <param name="Language">Language of the headings; null for the names of the columns.</param>
/// <param name="PurposeReason">Why a person or plate is searched for, as in GraphQL; null where it is not given.</param>
/// <param name="PurposeReference">What the purpose refers to, or null.</param>
internal sealed record ExportRequest(
    string? Filter, IReadOnlyList<string>? Columns, string? Order, string? Language, string? PurposeReason, string? PurposeReference)
{
    private static readonly string[] Languages = ["en", "ru", "kk"];
    private static readonly string[] Names = ["filter", "columns", "order", "language", "purposeReason", "purposeReference"];

    /// <summary>The purpose, not checked yet; null where neither part is given.</summary>
    public (string? Reason, string? Reference)? Purpose =>
        PurposeReason is null && PurposeReference is null ? null : (PurposeReason, PurposeReference);

    /// <summary>Reads the query string of a GET.</summary>
    /// <exception cref="RefusedException">It has a name that no export has, or one twice.</exception>
    public static ExportRequest Of(IQueryCollection query)
    {
        foreach (var (name, values) in query)
            CheckName(name, values.Count);
        string[]? columns = query.TryGetValue("columns", out var listed) ? listed.ToString().Split(',') : null;
        return new(
            Text("filter"), columns, Text("order"), Text("language"), Text("purposeReason"), Text("purposeReference"));

        string? Text(string name) => query[name] is [{ Length: > 0 } text] ? text : null;
    }

    /// <summary>Reads the body of a POST.</summary>
    /// <exception cref="RefusedException">It is not a JSON object of these names.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<ExportRequest> Of(PipeReader body, int mostBytes, CancellationToken cancellation)
    {
        var read = await body.ReadAtLeastAsync(mostBytes + 1, cancellation);
        try
        {
            if (read.Buffer.Length > mostBytes)
            {
                throw new BadHttpRequestException(
                    $"The body is larger than {mostBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
            }
            return Of(read.Buffer);
        }
        finally
        {
            body.AdvanceTo(read.Buffer.End);
        }
    }

    private static ExportRequest Of(ReadOnlySequence<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw Unreadable();
            var members = document.RootElement.EnumerateObject().ToLookup(member => member.Name, member => member.Value);
            foreach (var member in members)
                CheckName(member.Key, member.Count());
            return new(
                Given("filter")?.GetRawText(), Given("columns")?.EnumerateArray().Select(c => c.GetString() ?? "").ToArray(),
                Given("order")?.GetString(), Given("language")?.GetString(),
                Given("purposeReason")?.GetString(), Given("purposeReference")?.GetString());

            JsonElement? Given(string name) =>
                members[name].FirstOrDefault() is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Unreadable();
        }

        static RefusedException Unreadable() => new(new(
            ErrorCode.BodyUnreadable, $"The body is a JSON object of {string.Join(", ", Names)}; columns is a list of names."));
    }

    // A name that is misspelt would export more than was meant.
    private static void CheckName(string name, int times)
    {
        if (!Names.Contains(name))
            throw RefusedException.BadInput(name, $"An export has {string.Join(", ", Names)}, not '{name}'.");
        if (times != 1)
            throw RefusedException.BadInput(name, $"'{name}' is given {times} times.");
    }

    /// <summary>The columns.</summary>
    /// <param name="list">The list.</param>
    /// <param name="allows">Whether the caller may see a field, as <c>Type.field</c>: the columns of an export that names none.</param>
    /// <exception cref="RefusedException">One is unknown or given twice, or there is none.</exception>
    public ExportColumn<TRow>[] ChosenColumns<TRow, TFilter, TOrder>(ExportList<TRow, TFilter, TOrder> list, Func<string, bool> allows)
        where TFilter : class where TOrder : struct, Enum
    {
        if (Columns is null)
            return [.. list.Columns.Where(column => list.FieldOf(column) is not { } field || allows(field))];
        if (Columns.Count == 0 || Columns.Distinct().Count() != Columns.Count)
            throw RefusedException.BadInput("columns", "The columns are at least one, each once.");
        return
        [
            .. Columns.Select(name => list.Columns.FirstOrDefault(column => column.Name == name)
                ?? throw RefusedException.BadInput(
                    "columns", $"There is no such column; there are {string.Join(", ", list.Columns.Select(c => c.Name))}.")),
        ];
    }

    /// <summary>The headings of columns.</summary>
    /// <exception cref="RefusedException">There is no such language.</exception>
    public string[] Headings<TRow>(ExportColumn<TRow>[] columns)
    {
        if (Language is null)
            return Array.ConvertAll(columns, column => column.Name);
        var language = Array.IndexOf(Languages, Language);
        return language < 0
            ? throw RefusedException.BadInput("language", $"The language is one of {string.Join(", ", Languages)}.")
            : Array.ConvertAll(columns, column => column.Headings[language]);
    }
}
