using System.Text.Json;
using Incidents.Api.GraphQL;
using Incidents.Projections.Ledgers;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Incidents.Api.Boundaries;

/// <summary>A form of shapes that is kept in memory.</summary>
/// <typeparam name="T">The form.</typeparam>
/// <param name="Read">Reads a shape from its GeoJSON in UTF-8.</param>
/// <param name="LengthBytes">The memory that it takes.</param>
internal sealed record ShapeForm<T>(Func<byte[], T> Read, Func<T, long> LengthBytes) where T : class;

/// <summary>The forms of shapes.</summary>
internal static class ShapeForm
{
    /// <summary>For the question whether a point is inside.</summary>
    public static readonly ShapeForm<BoundaryShape> Located = new(
        text =>
        {
            using var document = JsonDocument.Parse(text);
            return BoundaryShape.Of(BoundaryShapes.Of(document.RootElement));
        },
        shape => shape.LengthBytes);

    /// <summary>As the cells within, for lists.</summary>
    public static readonly ShapeForm<CellSet> Cells = new(
        text =>
        {
            using var document = JsonDocument.Parse(text);
            return BoundaryCells.Of(BoundaryShapes.Of(document.RootElement));
        },
        cells => 2L * sizeof(long) * cells.Ranges.Count);

    /// <summary>As GeoJSON, for answers.</summary>
    public static readonly ShapeForm<GeoJson> Text = new(text => new(text), shape => shape.Utf8.Length);
}

/// <summary>Keeps the shapes of boundaries in memory, so that none is read and parsed for every answer.</summary>
/// <remarks>A shape of a million points took 3.7 s. The shapes that were used least recently make room for others.</remarks>
/// <param name="source">The database.</param>
/// <param name="mostBytes">The memory that the shapes take at most; one that alone takes more is read for every answer.</param>
internal sealed class BoundaryShapeCache(NpgsqlDataSource source, long mostBytes = BoundaryShapeCache.MostBytes) : IDisposable
{
    private const long MostBytes = 256 << 20;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = mostBytes });
    private readonly SemaphoreSlim reading = new(1);

    /// <summary>How many shapes were read from the database.</summary>
    public long ReadCount { get; private set; }

    /// <summary>The shapes of these versions, in the same order; null where one of them is not stored any more.</summary>
    public async Task<List<T>?> Of<T>(IReadOnlyList<Guid> versions, ShapeForm<T> form, CancellationToken cancellation) where T : class
    {
        var found = new Dictionary<Guid, T>();
        if (!AreAllKept(versions, found))
        {
            // One reader at a time: answers that need the same shapes do not all parse them.
            await reading.WaitAsync(cancellation);
            try
            {
                if (!AreAllKept(versions, found))
                    await Read(versions.Where(v => !found.ContainsKey(v)).ToArray(), form, found, cancellation);
            }
            finally
            {
                reading.Release();
            }
        }
        return versions.All(found.ContainsKey) ? [.. versions.Select(v => found[v])] : null;
    }

    public void Dispose()
    {
        kept.Dispose();
        reading.Dispose();
    }

    private bool AreAllKept<T>(IReadOnlyList<Guid> versions, Dictionary<Guid, T> found) where T : class
    {
        foreach (var version in versions)
        {
            if (kept.TryGetValue((version, typeof(T)), out T? shape))
                found[version] = shape!;
        }
        return found.Count == versions.Count;
    }

    private async Task Read<T>(Guid[] versions, ShapeForm<T> form, Dictionary<Guid, T> found, CancellationToken cancellation)
        where T : class
    {
        await using var command = source.CreateCommand($"select version, shape::text from {BoundaryStore.Table} where version = any($1)");
        command.Parameters.Add(new() { Value = versions });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (version, shape) = (rows.GetGuid(0), form.Read(rows.GetFieldValue<byte[]>(1)));
            found[version] = shape;
            kept.Set((version, typeof(T)), shape, new MemoryCacheEntryOptions { Size = form.LengthBytes(shape) });
            ReadCount++;
        }
    }
}
