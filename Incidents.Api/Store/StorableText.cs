using System.Text;

namespace Incidents.Api.Store;

/// <summary>Texts as PostgreSQL can hold them.</summary>
internal static class StorableText
{
    /// <summary>A text with U+FFFD in the place of what PostgreSQL's <c>text</c> and <c>jsonb</c> cannot hold.</summary>
    /// <remarks>These are U+0000 and halves of surrogate pairs.</remarks>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOf('\0') < 0 && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return text;
        var kept = new StringBuilder(text.Length);
        // A half of a pair is read as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            kept.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return kept.ToString();
    }
}
