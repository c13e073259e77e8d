using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;
using Marten;
using NodaTime;

namespace Incidents.Api.Access.Log;

/// <summary>A plate or person whose searches are shown to auditors.</summary>
/// <param name="Id">The entry of the list.</param>
/// <param name="Digest">Keyed digest of the plate or name.</param>
/// <param name="Reason">Why it is on the list.</param>
/// <param name="By">Who put it there.</param>
/// <param name="At">Since when.</param>
internal sealed record Watch(Guid Id, string Digest, string Reason, string By, Instant At);

/// <summary>The auditors' list of plates and persons, kept as events.</summary>
/// <remarks>
/// Of a plate or name it has an HMAC under a key that is in no event and no answer: plates are few enough that a plain digest would be
/// found by trying all of them.
/// </remarks>
internal sealed class WatchList(AccessStore store, AccessLogReader reader, IClock clock)
{
    private const int MostWords = 8, MostWordsOfName = 4;
    private const int KeyBytes = 32;
    private const string Stream = "watch-list";

    /// <summary>What is on the list.</summary>
    public async Task<IReadOnlyList<Watch>> Read(CancellationToken cancellation)
    {
        var all = new Dictionary<string, Watch>(StringComparer.Ordinal);
        foreach (var (id, read) in await reader.Watches(cancellation))
        {
            if (read is WatchBegun begun)
                all[begun.Digest] = new(id, begun.Digest, begun.Reason, begun.By, begun.At);
            else if (read is WatchEnded ended)
                all.Remove(ended.Digest);
        }
        return [.. all.Values.OrderBy(watch => watch.At)];
    }

    /// <summary>Puts a plate or person on the list; one that is on it already stays as it is.</summary>
    public async Task<Watch> Begin(string subject, string reason, string by, CancellationToken cancellation)
    {
        var digest = Digest(await Key(cancellation), Spelling(subject));
        if ((await Read(cancellation)).FirstOrDefault(watch => watch.Digest == digest) is { } known)
            return known;
        await Append(new WatchBegun(digest, reason, by, clock.GetCurrentInstant()), cancellation);
        return (await Read(cancellation)).First(watch => watch.Digest == digest);
    }

    /// <summary>Takes an entry off the list.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<Watch> End(Guid id, string reason, string by, CancellationToken cancellation)
    {
        var watch = (await Read(cancellation)).FirstOrDefault(watch => watch.Id == id) ?? throw new RefusedException(Refusals.NotFound);
        await Append(new WatchEnded(watch.Digest, reason, by, clock.GetCurrentInstant()), cancellation);
        return watch;
    }

    /// <summary>Finds those of the terms that are on the list.</summary>
    public async Task<Func<string, Watch?>> Finder(CancellationToken cancellation)
    {
        var byDigest = (await Read(cancellation)).ToDictionary(watch => watch.Digest);
        var key = await Key(cancellation);
        return term => byDigest.Count == 0
            ? null
            : Spellings(term).Select(text => byDigest.GetValueOrDefault(Digest(key, text))).FirstOrDefault(watch => watch is not null);
    }

    private async Task Append<T>(T happened, CancellationToken cancellation) where T : class, IAccessEvent
    {
        await using var session = store.Documents.LightweightSession();
        session.Events.Append(Stream, AccessCommitment.With(happened, Guid.CreateVersion7()));
        await session.SaveChangesAsync(cancellation);
    }

    private async Task<byte[]> Key(CancellationToken cancellation)
    {
        await using var command = store.Source.CreateCommand(
            $"""
             with made as (insert into {AccessStore.Schema}.watch_key (key) values ($1) on conflict do nothing returning key)
             select key from made union all select key from {AccessStore.Schema}.watch_key limit 1
             """);
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(KeyBytes) });
        return (byte[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    // A plate in its one spelling; of a name the words as the search folds them, in the order of the alphabet.
    private static string Spelling(string subject) => PersonSearch.Plates(subject).FirstOrDefault()
        ?? (Plate.Normalise(subject) is { } plate && plate.Any(char.IsAsciiDigit) ? plate : Name(FoldedText.Words(subject)));

    // The plates of a term, and the names that some of its words can be.
    private static IEnumerable<string> Spellings(string term)
    {
        var words = FoldedText.Words(term).Distinct().Take(MostWords).ToArray();
        return PersonSearch.Plates(term).Append(Spelling(term)).Concat(
            from chosen in Enumerable.Range(1, (1 << words.Length) - 1)
            where int.PopCount(chosen) <= MostWordsOfName
            select Name(words.Where((_, i) => (chosen >> i & 1) == 1)));
    }

    private static string Name(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    private static string Digest(byte[] key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
