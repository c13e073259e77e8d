namespace Incidents.Domain;

/// <summary>What one kind of text may hold; the kinds are listed in <see cref="Texts"/>.</summary>
/// <remarks>
/// The rules are those of the store and the screen: PostgreSQL's <c>jsonb</c> holds no U+0000, JSON no half of a surrogate pair, and a
/// text without a bound fills whatever shows it. Reports, mutations and imports pass the same rule and are refused with the same code.
/// </remarks>
public sealed class TextRule
{
    private readonly Func<string, Refusal> blank;

    internal TextRule(int most, Func<string, Refusal> blank) => (MostCharacters, this.blank) = (most, blank);

    /// <summary>The most characters (UTF-16 code units) that it may have.</summary>
    public int MostCharacters { get; }

    /// <summary>Why a text that must say something is refused, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string? text, string field) => string.IsNullOrWhiteSpace(text) ? blank(field) : CheckOptional(text, field);

    /// <summary>Why a text that may be absent or blank is refused, or null.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="field">The field that holds it.</param>
    public Refusal? CheckOptional(string? text, string field)
    {
        if (text is null)
            return null;
        if (text.Length > MostCharacters)
            return new(ErrorCode.TextTooLong, $"'{field}' has {text.Length} characters; at most {MostCharacters} are allowed.", field);
        if (text.Contains('\0'))
            return new(ErrorCode.TextMalformed, $"'{field}' contains a NUL character.", field);
        return HasLoneSurrogate(text) ? new(ErrorCode.TextMalformed, $"'{field}' contains half of a surrogate pair.", field) : null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        // Nearly every text has none at all, which a vectorised search tells.
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}

/// <summary>The kinds of text that events keep, with their rules.</summary>
public static class Texts
{
    /// <summary>Name of a sending system.</summary>
    public static readonly TextRule Source = new(100, Missing(ErrorCode.SourceMissing));

    /// <summary>A source's own id of something.</summary>
    public static readonly TextRule SourceId = new(200, Missing(ErrorCode.IdMissing));

    /// <summary>City code.</summary>
    public static readonly TextRule City = new(64, Missing(ErrorCode.CityMissing));

    /// <summary>District as its source names it.</summary>
    public static readonly TextRule District = new(200, Refusals.Blank);

    /// <summary>Street or address as its source names it.</summary>
    public static readonly TextRule Street = new(500, Refusals.Blank);

    /// <summary>Device id.</summary>
    public static readonly TextRule DeviceId = new(100, Refusals.Blank);

    /// <summary>Maker and model of a device.</summary>
    public static readonly TextRule Model = new(200, Refusals.Blank);

    /// <summary>Owner of a device.</summary>
    public static readonly TextRule Owner = new(200, Refusals.Blank);

    /// <summary>Name of a person who acts.</summary>
    public static readonly TextRule Person = new(200, Refusals.Blank);

    /// <summary>Call sign of a unit.</summary>
    public static readonly TextRule CallSign = new(100, Refusals.Blank);

    /// <summary>Emergency service that a call is passed on to.</summary>
    public static readonly TextRule Service = new(100, Refusals.Blank);

    /// <summary>Reason code, or a reason in words.</summary>
    public static readonly TextRule Reason = new(500, Refusals.Blank);

    /// <summary>Outcome code.</summary>
    public static readonly TextRule Outcome = new(200, Refusals.Blank);

    /// <summary>Description or note in words.</summary>
    public static readonly TextRule Description = new(4_000, Refusals.Blank);

    /// <summary>Article of a code of law.</summary>
    public static readonly TextRule Article = new(20, Refusals.Missing);

    /// <summary>Part of an article.</summary>
    public static readonly TextRule Part = new(20, Refusals.Blank);

    /// <summary>What a source's later corrections call an incident.</summary>
    public static readonly TextRule Reference = new(200, Refusals.Missing);

    /// <summary>Unit of a measured value.</summary>
    public static readonly TextRule MeasuredUnit = new(20, Refusals.Missing);

    /// <summary>Number of an incident in a book of the police, as it is typed.</summary>
    public static readonly TextRule RegistrationNumber = new(60, Refusals.Missing);

    /// <summary>Number of a certificate.</summary>
    public static readonly TextRule CertificateNumber = new(100, Refusals.Missing);

    /// <summary>Laboratory that issued a certificate.</summary>
    public static readonly TextRule Issuer = new(200, Refusals.Blank);

    /// <summary>Address of a clip or picture.</summary>
    public static readonly TextRule Uri = new(2_000, Refusals.Missing);

    /// <summary>Name in a report's own terms: kind, phase, or the code of a refusal.</summary>
    public static readonly TextRule Name = new(40, Refusals.Missing);

    /// <summary>A plate as a camera or clerk writes it.</summary>
    public static readonly TextRule PlateAsWritten = new(40, Refusals.Blank);

    /// <summary>An optional text, or null where it says nothing: a blank one is taken as absent.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // The field's name differs between reports and mutations (source and console); the code does not.
    private static Func<string, Refusal> Missing(ErrorCode code) => field => Refusals.Missing(field, code);
}
