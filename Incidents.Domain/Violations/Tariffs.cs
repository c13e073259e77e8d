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
/// <param name="Over">By how much the allowed value is exceeded, or null where the part measures nothing.</param>
public sealed record Tariff(
    string Article, string? Part, decimal Units, LocalDate From, LocalDate? Until = null, Excess? Over = null);

/// <summary>By how much a measured value exceeds the allowed one, for a part of an article.</summary>
/// <param name="Unit">UCUM code of the unit, e.g. <c>km/h</c>.</param>
/// <param name="From">The least excess, included, in <paramref name="Unit"/>; positive.</param>
/// <param name="UpTo">The greatest excess, included; null where there is none or <paramref name="Below"/> is given.</param>
/// <param name="Below">The least excess that belongs to the part no longer; null where there is none.</param>
public sealed record Excess(string Unit, double From, double? UpTo = null, double? Below = null)
{
    /// <summary>Whether an excess belongs to the part.</summary>
    /// <param name="excess">The measured value less the allowed one.</param>
    public bool Holds(double excess) =>
        // Values with decimals, 80.3 and 60.3, are not exactly 20 apart.
        Math.Round(excess, 6) is var rounded && rounded >= From && !(rounded > UpTo) && !(rounded >= Below);
}

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
        var value = Array.FindLast(index, i => i.From <= day);
        return Find(article, part, day) is not { } tariff || value is null ? null : new(tariff.Units, value.Value);
    }

    /// <summary>The tariff for an offence on this local day, or null where none is known.</summary>
    public Tariff? Find(string article, string? part, LocalDate day) => tariffs.TryGetValue((article, part ?? ""), out var ofPart)
        ? Array.Find(ofPart, t => t.From <= day && (t.Until is not { } until || day < until))
        : null;
}
