using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Npgsql;

namespace Incidents.Api.AnalysisJobs;

/// <summary>The read models as of one event, until the connection's transaction ends.</summary>
/// <param name="Connection">A connection in a repeatable-read transaction.</param>
/// <param name="Position">Sequence of the last event that all read models of the analysis contain.</param>
internal sealed record LedgerSnapshot(NpgsqlConnection Connection, long Position);

/// <summary>An analysis that runs as a job. Its result depends on nothing but the request and the figures that it reads.</summary>
internal abstract class AnalysisDefinition
{
    /// <summary>How requests, figures and results are serialised.</summary>
    public static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    // Another build may read other figures or compute a different result, so its jobs have other keys.
    internal static readonly string Build = string.Join(
        ' ',
        new[] { typeof(MethodBasis), typeof(ReadModels), typeof(AnalysisDefinition) }
            .Select(t => t.Assembly.ManifestModule.ModuleVersionId));

    /// <summary>Which analysis it is.</summary>
    public abstract AnalysisKind Kind { get; }

    /// <summary>Names of the read models that it reads: counts by default, or the incidents themselves.</summary>
    public virtual IReadOnlyList<string> ReadModels => [Ledger.ProjectionName, IncidentRegister.ProjectionName];

    /// <summary>Reads the figures of a request.</summary>
    public abstract Task<AnalysisInput> Read(string request, LedgerSnapshot snapshot, CancellationToken cancellation);

    /// <summary>Identifies a request: a digest of the build, the kind and the request.</summary>
    public byte[] Key(string request) => SHA256.HashData(Encoding.UTF8.GetBytes($"{Build}\n{Kind}\n{request}"));
}

/// <summary>What an analysis has read.</summary>
/// <param name="Fingerprint">A digest of the figures: the same figures give the same result.</param>
/// <param name="Compute">Computes the result from the figures alone, as JSON.</param>
internal sealed record AnalysisInput(byte[] Fingerprint, Func<RunControl, byte[]> Compute);

/// <summary>An analysis with typed request, figures and result.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TFigures">The figures that it reads.</typeparam>
/// <typeparam name="TResult">Its result.</typeparam>
internal abstract class AnalysisDefinition<TRequest, TFigures, TResult> : AnalysisDefinition
{
    /// <inheritdoc/>
    public sealed override async Task<AnalysisInput> Read(string request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var typed = JsonSerializer.Deserialize<TRequest>(request, Json)!;
        var figures = await Read(typed, snapshot, cancellation);
        using var digest = SHA256.Create();
        await using (var stream = new CryptoStream(Stream.Null, digest, CryptoStreamMode.Write))
            await JsonSerializer.SerializeAsync(stream, figures, Json, cancellation);
        return new(digest.Hash!, control => JsonSerializer.SerializeToUtf8Bytes(Compute(typed, figures, snapshot.Position, control), Json));
    }

    /// <summary>City codes of the towns whose figures a request reads; null for all towns.</summary>
    /// <remarks>The job is shown to who sees all of these.</remarks>
    public abstract IReadOnlyCollection<string>? Towns(TRequest request);

    /// <summary>Whether the result shows exact places of incidents: the job is shown to who sees all of those only.</summary>
    public virtual bool ShowsPlaces(TRequest request) => false;

    /// <summary>The request as JSON.</summary>
    public static string Write(TRequest request) => JsonSerializer.Serialize(request, Json);

    /// <summary>The result of a job that is done; null for other kinds of jobs and until then.</summary>
    public async Task<TResult?> ResultOf(AnalysisJob job, AnalysisJobStore store, CancellationToken cancellation) =>
        job.Kind == Kind && job.State is AnalysisState.Done && await store.ResultOf(job.Id, cancellation) is { } json
            ? JsonSerializer.Deserialize<TResult>(json, Json)
            : default;

    /// <summary>Reads the figures.</summary>
    /// <exception cref="GraphQL.RefusedException">There are more figures than the analysis accepts.</exception>
    protected abstract Task<TFigures> Read(TRequest request, LedgerSnapshot snapshot, CancellationToken cancellation);

    /// <summary>Computes the result, without a clock or a database; random numbers come from the request's seed.</summary>
    /// <exception cref="GraphQL.RefusedException">The method cannot be applied to these figures.</exception>
    protected abstract TResult Compute(TRequest request, TFigures figures, long ledgerPosition, RunControl control);
}
