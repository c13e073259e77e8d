using GraphQL.DataLoader;

namespace Incidents.Api.GraphQL;

/// <summary>Marks the loaders that are registered as scoped services when an assembly is scanned.</summary>
internal interface IBatchLoader;

/// <summary>
/// Fetches what many parents ask for one at a time in one go: the fields of one level are resolved first, each leaving its key, then
/// one fetch serves them all. Derive from it, and take the derived class with <c>[FromServices]</c>; it lives as long as the request
/// and remembers what it fetched.
/// </summary>
/// <typeparam name="TKey">What is asked by.</typeparam>
/// <typeparam name="TValue">What is answered.</typeparam>
public abstract class BatchLoader<TKey, TValue> : IBatchLoader where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Pending> asked = [];
    private Batch? open;

    /// <summary>The most keys that one fetch is given, 1000 unless overridden.</summary>
    protected virtual int MaxBatchSize => 1000;

    /// <summary>Fetches the values of distinct keys; a key that is missing from the answer has none.</summary>
    /// <param name="keys">1 to <see cref="MaxBatchSize"/> keys, each once.</param>
    /// <param name="cancellationToken">Cancelled when the asker has gone or the time limit is reached.</param>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>The value of the key, once the level is complete; the default value (null) where there is none.</summary>
    public IDataLoaderResult<TValue?> Load(TKey key)
    {
        lock (gate)
        {
            if (asked.TryGetValue(key, out var before))
                return before;
            if (open is null || open.Keys.Count == MaxBatchSize)
                open = new(this);
            open.Keys.Add(key);
            return asked[key] = new(key, open);
        }
    }

    private sealed class Batch(BatchLoader<TKey, TValue> loader)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? fetched;

        public List<TKey> Keys { get; } = [];

        public Task<IReadOnlyDictionary<TKey, TValue>> Fetched(CancellationToken cancellationToken)
        {
            lock (loader.gate)
            {
                if (loader.open == this)
                    loader.open = null;
                return fetched ??= loader.FetchAsync(Keys, cancellationToken);
            }
        }
    }

    private sealed class Pending(TKey key, Batch batch) : IDataLoaderResult<TValue?>
    {
        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken) =>
            (await batch.Fetched(cancellationToken)).TryGetValue(key, out var value) ? value : default;

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}

/// <summary>As <see cref="BatchLoader{TKey,TValue}"/>, with any number of values to a key; a key that is missing from the answer has an empty list.</summary>
/// <typeparam name="TKey">What is asked by.</typeparam>
/// <typeparam name="TValue">One of the values answered.</typeparam>
public abstract class BatchListLoader<TKey, TValue> : IBatchLoader where TKey : notnull
{
    private readonly Lists lists;

    /// <summary>An empty loader.</summary>
    protected BatchListLoader() => lists = new(this);

    /// <summary>The most keys that one fetch is given, 1000 unless overridden.</summary>
    protected virtual int MaxBatchSize => 1000;

    /// <summary>Fetches the values of distinct keys, grouped by key; the values of one key keep their order.</summary>
    /// <param name="keys">1 to <see cref="MaxBatchSize"/> keys, each once.</param>
    /// <param name="cancellationToken">Cancelled when the asker has gone or the time limit is reached.</param>
    protected abstract Task<ILookup<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>The values of the key, once the level is complete.</summary>
    public IDataLoaderResult<IEnumerable<TValue>> Load(TKey key) => new OrEmpty(lists.Load(key));

    private sealed class Lists(BatchListLoader<TKey, TValue> loader) : BatchLoader<TKey, IEnumerable<TValue>>
    {
        protected override int MaxBatchSize => loader.MaxBatchSize;

        protected override async Task<IReadOnlyDictionary<TKey, IEnumerable<TValue>>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken) =>
            (await loader.FetchAsync(keys, cancellationToken)).ToDictionary(group => group.Key, IEnumerable<TValue> (group) => [.. group]);
    }

    private sealed class OrEmpty(IDataLoaderResult<IEnumerable<TValue>?> found) : IDataLoaderResult<IEnumerable<TValue>>
    {
        public async Task<IEnumerable<TValue>> GetResultAsync(CancellationToken cancellationToken) => await found.GetResultAsync(cancellationToken) ?? [];

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
