using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Dispatch;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Exports;

/// <summary>Sends all incidents that a filter selects, as CSV or NDJSON.</summary>
/// <remarks>
/// The rows are of one moment, and go out as they come from the database: few are in memory, whatever their number. What goes wrong after
/// the first row ends the connection, so that a part never looks like the whole.
/// </remarks>
internal sealed class ExportEndpoint(
    NpgsqlDataSource source, RegisterReader register, IncidentScopes scopes, ListArguments arguments, SimulationMark mark, Cities cities,
    Sights sights, IClock clock, ExportSettings settings, GraphQLSettings limits, ErrorMapper errors, IAccessLog log,
    AccessCheck access) : IDisposable
{
    private const int BytesOfPart = 48 << 10;
    private const int MostBytesOfHeader = 4_000;

    private readonly SemaphoreSlim free = new(Math.Max(1, settings.MostAtOnce));

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    /// <summary>Answers a request.</summary>
    public async Task Handle(HttpContext http, RowWriter writer, string extension)
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
        var columns = request.ChosenColumns(access.Allows);
        var headings = request.Headings(columns);
        var (filter, order) = await arguments.Read<IncidentFilter, IncidentOrder>(
            "incidents", request.Filter, request.Order, http.RequestServices);
        var checkedUse = await access.Export(
            http.Request.Path, ["Query.incidents", .. columns.Select(IncidentColumns.FieldOf).OfType<string>()],
            TypeNames.Input(typeof(IncidentFilter)), filter, request.Purpose, cancellation);
        http.Items[AccessUse.Key] = checkedUse.Use;
        if (checkedUse.Refusal is { } refusal)
            throw new RefusedException(refusal);
        var scope = await scopes.Of(filter, sights.Of(Callers.Current, RowClasses.Row, checkedUse.Use.Classes), cancellation);
        if (!free.Wait(0, CancellationToken.None))
            throw new RefusedException(new(ErrorCode.TooBusy, "Other exports are under way already; ask again later."));
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var progress = await ReadModelProgress.Read(connection, IncidentRegister.ProjectionName, cancellation) ?? default;
            var basis = new ExportBasis(
                cities.Local(clock.GetCurrentInstant(), null), progress.Position, mark.IsSimulated);
            var count = await RegisterReader.Count(scope, connection, cancellation);
            var facts = Facts(request, order, columns, basis, count);
            var record = new ExportRecord(log, request, checkedUse.Use, order, columns, basis, count, extension);
            await record.Begin(cancellation);
            await using var ending = record.Ending();
            Begin(http, writer, $"{Name(scope.Filter)}.{extension}", request, basis, count);
            writer.Head(Array.ConvertAll(columns, c => c.Name), headings);
            await foreach (var row in register.All(scope, order, connection, cancellation))
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
            free.Release();
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
        ExportRequest request, IncidentOrder order, ExportColumn[] columns, ExportBasis basis, long count) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                count,
                filter = request.Filter is { } filter ? JsonElement.Parse(filter) : (JsonElement?)null,
                order = ErrorCodes.CapitalsOf(order),
                columns = columns.Select(c => c.Name),
                asOf = DateTimeScalar.Write(basis.AsOf),
                sequence = basis.Sequence,
                simulated = basis.IsSimulated,
            },
            new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Name(IncidentFilter filter)
    {
        var from = filter.From is { } first ? LocalDatePattern.Iso.Format(first) : null;
        var to = filter.Until is { } until ? LocalDatePattern.Iso.Format(Checks.DayBefore(until)) : null;
        return (from, to) switch
        {
            (null, null) => "incidents",
            (null, _) => $"incidents_to_{to}",
            (_, null) => $"incidents_from_{from}",
            _ => $"incidents_{from}_{to}",
        };
    }
}
