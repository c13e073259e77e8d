using NodaTime;

namespace Incidents.Domain;

/// <summary>A category of incidents, alerts, calls or violations: a short code that towns and imported registers share.</summary>
/// <param name="Code">Lower-case letters, digits, dots and hyphens, e.g. <c>vehicle-theft</c>.</param>
/// <param name="Group">Code of the group that it is shown in, e.g. <c>property</c>.</param>
/// <param name="NameKk">Name in Kazakh.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Iccs">
/// Section of the UN's International Classification of Crime for Statistical Purposes, <c>01</c> to <c>11</c>; null for what is no crime.
/// </param>
/// <param name="Articles">The articles that belong to it; empty or null if there are none.</param>
/// <param name="From">First day on which it is used, or null for as long as the records go.</param>
/// <param name="Until">First day on which it is no longer used, or null while it still is.</param>
/// <param name="Urgency">
/// How soon somebody must come, from 1 (life may be in danger) to 4 (nobody waits at the place); null for the usual one, 3.
/// </param>
public sealed record Category(
    string Code, string Group, string NameKk, string NameRu, string NameEn, string? Iccs = null,
    IReadOnlyList<ArticleReference>? Articles = null, LocalDate? From = null, LocalDate? Until = null,
    int? Urgency = null)
{
    /// <summary>The greatest number of urgency: what can wait longest.</summary>
    public const int LeastUrgent = 4;

    /// <summary>The urgency of a category that names none, or is not known.</summary>
    public const int UsualUrgency = 3;
}

/// <summary>An article of a code of law, for a time.</summary>
/// <param name="Law"><c>uk</c>, the Criminal Code, or <c>koap</c>, the Code of Administrative Offences.</param>
/// <param name="Article">Number of the article, e.g. <c>188-1</c>.</param>
/// <param name="From">First day on which the article belongs to the category, or null from the beginning of the records.</param>
/// <param name="Until">First day on which it no longer does, or null while it still does.</param>
public sealed record ArticleReference(string Law, string Article, LocalDate? From = null, LocalDate? Until = null)
{
    /// <summary>Whether the article belongs to the category on this day.</summary>
    public bool Holds(LocalDate day) => (From is not { } from || day >= from) && (Until is not { } until || day < until);
}
