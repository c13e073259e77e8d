using System.Collections.Frozen;

namespace Incidents.Domain;

/// <summary>What kind of fault an <see cref="ErrorCode"/> names.</summary>
public enum ErrorKind
{
    /// <summary>A value is at fault by itself.</summary>
    Input = 1,

    /// <summary>Nothing is known by an id.</summary>
    NotFound = 2,

    /// <summary>A thing has another version than expected.</summary>
    Version = 3,

    /// <summary>The same identity was used with other content.</summary>
    Conflict = 4,

    /// <summary>The state of the thing does not allow it.</summary>
    Rule = 5,

    /// <summary>An analysis cannot be made of this input.</summary>
    Analysis = 6,

    /// <summary>A GraphQL request is refused as a whole, or the server is at fault.</summary>
    Request = 7,

    /// <summary>An HTTP request or a report is refused.</summary>
    Http = 8,

    /// <summary>A file, or a row of it, is refused.</summary>
    Row = 9,

    /// <summary>The caller may not see or do it, or it cannot be put on record.</summary>
    Access = 10,
}

/// <summary>Kinds and texts of error codes.</summary>
public static class ErrorCodes
{
    private static readonly FrozenDictionary<ErrorCode, string> Texts =
        Enum.GetValues<ErrorCode>().ToFrozenDictionary(code => code, code => Capitals(code.ToString()));

    private static readonly FrozenDictionary<string, ErrorCode> Codes = Texts.ToFrozenDictionary(t => t.Value, t => t.Key);

    /// <summary>The code as text: <c>SOS_CALL_OVER</c>.</summary>
    public static string Text(this ErrorCode code) => Texts[code];

    /// <summary>What kind of fault the code names.</summary>
    public static ErrorKind Kind(this ErrorCode code) => (ErrorKind)((int)code / 1000);

    /// <summary>The code of a text, or null where no code has it.</summary>
    public static ErrorCode? Find(string text) => Codes.TryGetValue(text, out var code) ? code : null;

    /// <summary>A name as in the schema: <c>SOS_CALL</c>.</summary>
    public static string CapitalsOf(Enum value) => Capitals(value.ToString());

    internal static string Capitals(string name) =>
        string.Concat(name.Select((c, i) => c == '.' ? "_" : i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}
