using System.Collections;
using System.Text;
using System.Text.RegularExpressions;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Language;
using Incidents.Domain.Plates;

namespace Incidents.Api.Access.Table;

/// <summary>Which searches are for a person or plate, and need a purpose.</summary>
/// <remarks>
/// A filter by plates is one. So is a text that looks like a plate, and one with a letter that is searched for in descriptions, which name
/// persons: the search folds words and takes their beginnings, so that a part of a name or plate finds it. Digits alone, as in the number
/// of an incident, are none, nor is the id of one.
/// </remarks>
internal static partial class PersonSearch
{
    private const int MostWordsOfPlate = 4;

    /// <summary>Texts that are searched for in names of places, devices and numbers only.</summary>
    private static readonly string[] Names = ["Query.findPlaces.text"];

    /// <summary>Whether an argument, as <c>Type.field.argument</c>, is a text that may be a plate.</summary>
    public static bool IsText(string argument) => Names.Contains(argument);

    /// <summary>Whether a value is a search for a person or plate.</summary>
    /// <param name="value">The value of a filter of persons or of such a text; null where it is not given.</param>
    /// <param name="isInPersons">Whether it is searched for in values of persons.</param>
    public static bool Is(object? value, bool isInPersons) => value switch
    {
        null => false,
        string text => !IsId(text) && (LooksLikePlate(text) || (isInPersons && text.EnumerateRunes().Any(Rune.IsLetter))),
        IEnumerable values => values.Cast<object?>().Any(),
        _ => true,
    };

    /// <summary>Whether a text, or some words of it together, have the form of a plate.</summary>
    /// <param name="text">The text.</param>
    public static bool LooksLikePlate(string text) => Plates(text).Any();

    /// <summary>The plates in a text, in their one spelling: of some words together, as the search takes words.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Plates(string text)
    {
        var words = Between().Split(Marks().Replace(text, "")).Where(word => word.Length > 0).ToArray();
        for (var first = 0; first < words.Length; first++)
        {
            for (var count = 1; count <= MostWordsOfPlate && first + count <= words.Length; count++)
            {
                if (Plate.Normalise(string.Concat(words.Skip(first).Take(count))) is { } plate && PlateForm.Of(plate) is not null)
                    yield return plate;
            }
        }
        // As the search folds words: a Kazakh letter is the Russian one there.
        foreach (var number in NumbersInText.Of(FoldedText.Words(text)).Where(number => number.Key[0] == '#'))
            yield return number.Key[1..];
    }

    /// <summary>The purpose that a request gives.</summary>
    /// <param name="given">Its reason and reference; null where it gives none.</param>
    /// <param name="reasonField">What the request calls the reason.</param>
    /// <param name="referenceField">What it calls the reference.</param>
    /// <param name="refusal">Why it is refused, or null.</param>
    public static Purpose? Read(
        (string? Reason, string? Reference)? given, string reasonField, string referenceField, out Refusal? refusal)
    {
        refusal = null;
        if (given is not { } purpose)
            return null;
        var reason = Enum.GetValues<PurposeReason>().FirstOrDefault(known => ErrorCodes.CapitalsOf(known) == purpose.Reason);
        refusal = reason == default
            ? new(ErrorCode.BadInput, "The reason of the purpose is not known.", reasonField)
            : Texts.Reference.Check(purpose.Reference, referenceField);
        return refusal is null ? new(reason, purpose.Reference!) : null;
    }

    /// <summary>The refusal of a search without a purpose.</summary>
    public static Refusal Missing { get; } = new(
        ErrorCode.PurposeMissing, "A search for a person or plate needs a purpose: a reason and a reference.");

    private static bool IsId(string text) => Guid.TryParseExact(text.Trim(), "D", out _);

    // As FoldedText divides a text into words.
    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Between();

    [GeneratedRegex(@"[\p{Mn}\p{Me}]")]
    private static partial Regex Marks();
}
