using System.Collections.Frozen;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>The monthly calculation index (МРП) from a day on.</summary>
/// <param name="From">First day of this value.</param>
/// <param name="Value">Tenge.</param>
public sealed record IndexValue(LocalDate From, decimal Value);

/// <summary>The fine that a part of an article sets for an individual, for a time.</summary>
/// <param name="Article">Article of КоАП РК.</param>
/// <param name="Part">Its part, or null where it has none.</param>
/// <param name="Units">Number of monthly calculation indices.</param>
/// <param name="From">First day for which this is known to hold.</param>
/// <param name="Until">First day on which it no longer does, or null while it still does.</param>
public sealed record Tariff(string Article, string? Part, decimal Units, LocalDate From, LocalDate? Until = null);

/// <summary>Fines of КоАП РК of every date.</summary>
public sealed class Tariffs
{
    private readonly IndexValue[] index;
    private readonly FrozenDictionary<(string Article, string Part), Tariff[]> tariffs;

    /// <summary>Takes the values of the index and the tariffs, in any order.</summary>
    /// <exception cref="ArgumentException">Two values of the index begin on one day, or two tariffs of one part overlap.</exception>
    public Tariffs(IEnumerable<IndexValue> index, IEnumerable<Tariff> tariffs)
    {
        this.index = [.. index.OrderBy(i => i.From)];
        if (this.index.Zip(this.index.Skip(1)).FirstOrDefault(p => p.First.From == p.Second.From) is ({ } twice, _))
            throw new ArgumentException($"Two values of the index begin on {twice.From}.", nameof(index));
        this.tariffs = tariffs
            .GroupBy(t => (t.Article, t.Part ?? ""))
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(t => t.From).ToArray());
        foreach (var (part, ofPart) in this.tariffs)
        {
            if (ofPart.Zip(ofPart.Skip(1)).Any(p => p.First.Until is not { } until || until > p.Second.From))
                throw new ArgumentException($"The tariffs of {part} overlap.", nameof(tariffs));
        }
    }

    /// <summary>Every tariff.</summary>
    public IEnumerable<Tariff> All => tariffs.Values.SelectMany(t => t);

    /// <summary>The fine for an offence on this local day, or null where none is known.</summary>
    public Fine? FineFor(string article, string? part, LocalDate day)
    {
        if (!tariffs.TryGetValue((article, part ?? ""), out var ofPart))
            return null;
        var tariff = Array.Find(ofPart, t => t.From <= day && (t.Until is not { } until || day < until));
        var value = Array.FindLast(index, i => i.From <= day);
        return tariff is null || value is null ? null : new(tariff.Units, value.Value);
    }
}
