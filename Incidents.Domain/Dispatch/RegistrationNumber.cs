using System.Text.RegularExpressions;

namespace Incidents.Domain.Dispatch;

/// <summary>A book or register in which the police enter an incident.</summary>
public enum RegistrationBook
{
    /// <summary>The information record book (КУИ) of a body of internal affairs: everything that is reported.</summary>
    Kui = 1,

    /// <summary>The unified register of pre-trial investigations (ЕРДР, СДТБТ): what is investigated.</summary>
    Erdr,
}

/// <summary>The numbers under which incidents are entered in books and registers.</summary>
public static partial class RegistrationNumber
{
    /// <summary>It is no number of the information record book.</summary>
    public static readonly Refusal KuiMalformed = new(
        ErrorCode.KuiNumberMalformed,
        "A number of the information record book has 1 to 20 digits, in at most three groups with '/' or '-' between them.", "number");

    /// <summary>It is no number of the unified register of pre-trial investigations.</summary>
    public static readonly Refusal ErdrMalformed = new(
        ErrorCode.ErdrNumberMalformed, "A number of the unified register of pre-trial investigations has 15 digits.", "number");

    /// <summary>A number without what people write around it: blanks, <c>№</c> and the name of the book.</summary>
    /// <param name="written">The number as it was typed.</param>
    public static string Plain(string written) => Around().Replace(written, "");

    /// <summary>Why a number is refused, or null.</summary>
    /// <param name="book">The book.</param>
    /// <param name="written">The number as it was typed.</param>
    public static Refusal? Check(RegistrationBook book, string written) => book switch
    {
        RegistrationBook.Erdr => IsErdr().IsMatch(Plain(written)) ? null : ErdrMalformed,
        _ => IsKui(Plain(written)) ? null : KuiMalformed,
    };

    /// <summary>The number that a text may be, of whatever book; null where it is none.</summary>
    /// <param name="text">The text.</param>
    public static string? Find(string text) => Plain(text) is var plain && IsKui(plain) ? plain : null;

    private static bool IsKui(string plain) => Groups().IsMatch(plain) && plain.Count(char.IsAsciiDigit) <= 20;

    [GeneratedRegex(@"^\s*(куи|ердр|сдтбт)|\s|№", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Around();

    [GeneratedRegex(@"^[0-9]{15}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsErdr();

    [GeneratedRegex(@"^[0-9]{1,20}([/-][0-9]{1,20}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Groups();
}
