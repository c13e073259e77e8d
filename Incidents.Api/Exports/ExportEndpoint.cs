using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Exports;

/// <summary>Sends all rows of a list that a filter selects, as CSV or NDJSON.</summary>
internal abstract class ExportEndpoint
{
    /// <summary>Name of the list.</summary>
    public abstract string List { get; }

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="writer">Writes the rows.</param>
    /// <param name="extension">Extension of the file's name.</param>
    public abstract Task Handle(HttpContext http, RowWriter writer, string extension);
}

/// <summary>Bounds how many exports are sent at the same time, of all lists together.</summary>
internal sealed class ExportTurns(ExportSettings settings) : IDisposable
{
    /// <summary>The turns that are free.</summary>
    public SemaphoreSlim Free { get; } = new(Math.Max(1, settings.MostAtOnce));

    /// <inheritdoc/>
    public void Dispose() => Free.Dispose();
}

/// <summary>Sends the rows of one list.</summary>
/// <remarks>
/// The rows are of one moment, and go out as they come from the database: few are in memory, whatever their number. What goes wrong after
/// the first row ends the connection, so that a part never looks like the whole.
/// </remarks>
internal sealed class ExportEndpoint<TRow, TFilter, TOrder>(
    ExportList<TRow, TFilter, TOrder> list, NpgsqlDataSource source, ListArguments arguments, SimulationMark mark, Cities cities,
    IClock clock, ExportSettings settings, GraphQLSettings limits, ErrorMapper errors, IAccessLog log, AccessCheck access,
    ExportTurns turns)
    : ExportEndpoint where TFilter : class where TOrder : struct, Enum
{
    private const int BytesOfPart = 48 << 10;
    private const int MostBytesOfHeader = 4_000;

    /// <inheritdoc/>
    public override string List => list.Name;

    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, RowWriter writer, string extension)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            limit.CancelAfter(settings.TimeLimit);
            await Send(http, writer, extension, limit.Token);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await ExportRefusals.Answer(http, e, errors);
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException)
                errors.Fault(e, http.Request.Path);
            http.Abort();
        }
    }

    private async Task Send(HttpContext http, RowWriter writer, string extension, CancellationToken cancellation)
    {
        var request = await Read(http, cancellation);
        var columns = request.ChosenColumns(list, access.Allows);
        var headings = request.Headings(columns);
        var (filter, order) = await arguments.Read<TFilter, TOrder>(list.Name, request.Filter, request.Order, http.RequestServices);
        var checkedUse = await access.Export(
            http.Request.Path, [$"Query.{list.Name}", .. columns.Select(list.FieldOf).OfType<string>()],
            TypeNames.Input(typeof(TFilter)), filter, request.Purpose, cancellation);
        http.Items[AccessUse.Key] = checkedUse.Use;
        if (checkedUse.Refusal is { } refusal)
            throw new RefusedException(refusal);
        var rows = await list.Select(filter, order, checkedUse.Use.Classes, cancellation);
        if (!turns.Free.Wait(0, CancellationToken.None))
            throw new RefusedException(new(ErrorCode.TooBusy, "Other exports are under way already; ask again later."));
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var progress = await ReadModelProgress.Read(connection, list.ReadModel, cancellation) ?? default;
            var basis = new ExportBasis(
                cities.Local(clock.GetCurrentInstant(), null), progress.Position, mark.IsSimulated);
            var count = await rows.Count(connection, cancellation);
            var names = Array.ConvertAll(columns, c => c.Name);
            var facts = Facts(request, order, names, basis, count);
            var record = new ExportRecord(
                log, request, checkedUse.Use, list.Name, list.ReadModel, ErrorCodes.CapitalsOf(order), names, basis, count, extension);
            await record.Begin(cancellation);
            await using var ending = record.Ending();
            Begin(http, writer, $"{FileName(filter)}.{extension}", request, basis, count);
            writer.Head(names, headings);
            await foreach (var row in rows.Read(connection, cancellation))
            {
                count--;
                writer.Begin();
                foreach (var column in columns)
                    column.Write(writer, row, basis);
                writer.End();
                if (writer.Length >= BytesOfPart)
                    await Flush(http, writer, record, cancellation);
            }
            if (count != 0)
                throw new InvalidOperationException($"{count} rows that were counted did not come.");
            writer.Foot(facts);
            record.Add(writer.Written);
            await record.End(cancellation);
            await Flush(http, writer, null, cancellation);
        }
        finally
        {
            turns.Free.Release();
        }
    }

    private async Task<ExportRequest> Read(HttpContext http, CancellationToken cancellation)
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return ExportRequest.Of(http.Request.Query);
        if (!HttpMethods.IsPost(http.Request.Method))
            throw new RefusedException(new(ErrorCode.MethodNotAllowed, "Use GET, or POST for a long filter."));
        if (!MediaTypes.IsJson(http.Request.ContentType))
            throw new RefusedException(new(ErrorCode.UnsupportedMediaType, "The body must be application/json in UTF-8."));
        if (http.Request.ContentLength > limits.MaxBodyBytes)
            throw new RefusedException(new(ErrorCode.BodyTooLarge, $"The body is larger than {limits.MaxBodyBytes} bytes."));
        return await ExportRequest.Of(http.Request.BodyReader, limits.MaxBodyBytes, cancellation);
    }

    // A client that takes nothing holds a connection of the database: for a time.
    private async Task Flush(HttpContext http, RowWriter writer, ExportRecord? record, CancellationToken cancellation)
    {
        record?.Add(writer.Written);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        var flushed = await http.Response.BodyWriter.WriteAsync(writer.Written, patience.Token);
        if (flushed.IsCanceled || flushed.IsCompleted)
            throw new OperationCanceledException();
        writer.Clear();
    }

    private static void Begin(
        HttpContext http, RowWriter writer, string name, ExportRequest request, ExportBasis basis, long count)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        response.ContentType = writer.MediaType;
        headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Incidents-Count"] = FormattableString.Invariant($"{count}");
        headers["Incidents-As-Of"] = DateTimeScalar.Write(basis.AsOf);
        headers["Incidents-Sequence"] = FormattableString.Invariant($"{basis.Sequence}");
        headers["Incidents-Simulated"] = basis.IsSimulated ? "true" : "false";
        // ASCII, since the other letters are escaped.
        if (request.Filter is { } filter && JsonSerializer.Serialize(JsonElement.Parse(filter)) is { Length: < MostBytesOfHeader } text)
            headers["Incidents-Filter"] = text;
    }

    private static byte[] Facts(
        ExportRequest request, TOrder order, string[] columns, ExportBasis basis, long count) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                count,
                filter = request.Filter is { } filter ? JsonElement.Parse(filter) : (JsonElement?)null,
                order = ErrorCodes.CapitalsOf(order),
                columns,
                asOf = DateTimeScalar.Write(basis.AsOf),
                sequence = basis.Sequence,
                simulated = basis.IsSimulated,
            },
            new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private string FileName(TFilter? filter)
    {
        var (first, after) = list.Period(filter);
        var from = first is { } day ? LocalDatePattern.Iso.Format(day) : null;
        var to = after is { } until ? LocalDatePattern.Iso.Format(Checks.DayBefore(until)) : null;
        return (from, to) switch
        {
            (null, null) => list.Name,
            (null, _) => $"{list.Name}_to_{to}",
            (_, null) => $"{list.Name}_from_{from}",
            _ => $"{list.Name}_{from}_{to}",
        };
    }
}
