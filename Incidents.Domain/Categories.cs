using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Incidents.Domain;

/// <summary>The categories known to this installation.</summary>
public sealed class Categories
{
    private readonly FrozenDictionary<string, Category> byCode;
    private readonly FrozenDictionary<(string Law, string Article), (ArticleReference Reference, Category Category)[]> byArticle;

    /// <summary>Takes categories in any order.</summary>
    /// <exception cref="ArgumentException">Two have one code, or an article belongs to two on one day.</exception>
    public Categories(IEnumerable<Category> categories)
    {
        byCode = categories.ToFrozenDictionary(c => c.Code);
        byArticle = byCode.Values
            .SelectMany(c => (c.Articles ?? []).Select(a => (Reference: a, Category: c)))
            .GroupBy(p => (p.Reference.Law, p.Reference.Article))
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(p => p.Reference.From ?? LocalDate.MinIsoValue).ToArray());
        foreach (var (article, references) in byArticle)
        {
            if (references.Zip(references.Skip(1)).Any(p =>
                p.First.Reference.Until is not { } until || p.Second.Reference.From is not { } from || until > from))
                throw new ArgumentException($"{article} belongs to two categories on the same day.", nameof(categories));
        }
    }

    /// <summary>All categories, by code.</summary>
    public IEnumerable<Category> All => byCode.Values.OrderBy(c => c.Code, StringComparer.Ordinal);

    /// <summary>The category with this code, whether still in use or not.</summary>
    public bool TryFind(string code, [NotNullWhen(true)] out Category? category) => byCode.TryGetValue(code, out category);

    /// <summary>
    /// How soon somebody must come: from 1 to <see cref="Category.LeastUrgent"/>, the usual one for a code that is not known.
    /// </summary>
    /// <param name="code">Category code.</param>
    public int UrgencyOf(string code) =>
        TryFind(code, out var category) && category.Urgency is { } urgency ? urgency : Category.UsualUrgency;

    /// <summary>The category that an article belongs to on a day, or null.</summary>
    /// <param name="law"><c>uk</c> or <c>koap</c>.</param>
    /// <param name="article">Number of the article.</param>
    /// <param name="day">Local day of the offence.</param>
    public Category? Of(string law, string article, LocalDate day) =>
        byArticle.TryGetValue((law, article), out var references) ? Array.Find(references, r => r.Reference.Holds(day)).Category : null;
}
