using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Statistics;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Npgsql;

namespace Incidents.Api.Analyses;

/// <summary>What the read models hold at one event, for as long as the connection's transaction lasts.</summary>
/// <param name="Connection">A connection in a repeatable-read transaction.</param>
/// <param name="Position">Sequence of the last event that the read models hold in it, exactly.</param>
internal sealed record LedgerSnapshot(NpgsqlConnection Connection, long Position);

/// <summary>A computation too long for one answer. What it read, and nothing else, decides its result.</summary>
internal abstract class LongAnalysis
{
    /// <summary>How requests, what was read, and results are written down.</summary>
    public static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    // Another build may compute otherwise: its results are its own.
    private static readonly string Build = $"{typeof(Basis).Assembly.ManifestModule.ModuleVersionId} {typeof(LongAnalysis).Assembly.ManifestModule.ModuleVersionId}";

    /// <summary>Name of the field that asks for it.</summary>
    public abstract string Kind { get; }

    /// <summary>Reads what the request is about.</summary>
    public abstract Task<AnalysisInput> Read(string request, LedgerSnapshot snapshot, CancellationToken cancellation);

    /// <summary>What tells one question from another.</summary>
    public byte[] Key(string request) => SHA256.HashData(Encoding.UTF8.GetBytes($"{Build}\n{Kind}\n{request}"));
}

/// <summary>What a computation has read.</summary>
/// <param name="Fingerprint">A digest of it: the same figures give the same result.</param>
/// <param name="Compute">Computes the result from it alone, as JSON.</param>
internal sealed record AnalysisInput(byte[] Fingerprint, Func<RunControl, byte[]> Compute);

/// <summary>A long computation of certain types.</summary>
/// <typeparam name="TRequest">What is asked.</typeparam>
/// <typeparam name="TFigures">What is read.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
internal abstract class LongAnalysis<TRequest, TFigures, TResult> : LongAnalysis
{
    /// <inheritdoc/>
    public sealed override async Task<AnalysisInput> Read(string request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var asked = JsonSerializer.Deserialize<TRequest>(request, Json)!;
        var figures = await Read(asked, snapshot, cancellation);
        using var digest = SHA256.Create();
        await using (var stream = new CryptoStream(Stream.Null, digest, CryptoStreamMode.Write))
            await JsonSerializer.SerializeAsync(stream, figures, Json, cancellation);
        return new(digest.Hash!, control => JsonSerializer.SerializeToUtf8Bytes(Compute(asked, figures, snapshot.Position, control), Json));
    }

    /// <summary>The question as it is written down.</summary>
    public static string Write(TRequest request) => JsonSerializer.Serialize(request, Json);

    /// <summary>The result of a job that is done, or null.</summary>
    public TResult? ResultOf(AnalysisJob job) =>
        job.Result is { } json && job.Kind == Kind ? JsonSerializer.Deserialize<TResult>(json, Json) : default;

    /// <summary>Reads the figures.</summary>
    /// <exception cref="GraphQL.RefusedException">There are more than are computed with.</exception>
    protected abstract Task<TFigures> Read(TRequest request, LedgerSnapshot snapshot, CancellationToken cancellation);

    /// <summary>Computes the result: no clock, no database, chance from the request's seed.</summary>
    /// <exception cref="GraphQL.RefusedException">The method cannot be used on these figures.</exception>
    protected abstract TResult Compute(TRequest request, TFigures figures, long ledgerPosition, RunControl control);
}
