using System.Buffers;

namespace Incidents.Domain;

/// <summary>The rule for category codes.</summary>
public static class CategoryCode
{
    /// <summary>The most characters of a code.</summary>
    public const int MostCharacters = 64;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Letters);

    /// <summary>Why a text is no category code, or null.</summary>
    /// <param name="code">The text.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(string? code, string field) => IsValid(code)
        ? null
        : new(
            ErrorCode.CategoryMalformed,
            $"A category code has up to {MostCharacters} lower-case letters, digits, dots and hyphens, and begins with a letter or digit.",
            field);

    /// <summary>The code of an article of a law for which no category was named, e.g. <c>koap.592</c>.</summary>
    /// <remarks>What a code cannot hold (<c>592 ч. 3</c>) becomes a hyphen.</remarks>
    /// <param name="law">Code of the law.</param>
    /// <param name="article">Number of the article, at most 20 characters.</param>
    public static string OfArticle(string law, string article) =>
        string.Concat($"{law}.{article}".ToLowerInvariant().Select(letter => Letters.Contains(letter) ? letter : '-'));

    private static bool IsValid(string? code) =>
        code is { Length: > 0 and <= MostCharacters } && !code.AsSpan().ContainsAnyExcept(Allowed) && code[0] is not ('.' or '-');
}
