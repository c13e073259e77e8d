namespace Incidents.Tests.Values;

/// <summary>Values, as JSON, that no event may keep as they are.</summary>
internal static class HostileValues
{
    /// <summary>Texts that are refused wherever a text is expected.</summary>
    public static readonly IReadOnlyDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["NUL"] = "\"a\\u0000b\"",
        ["high surrogate alone"] = "\"a\\ud83d\"",
        ["low surrogate alone"] = "\"\\ude80a\"",
        ["100,000 letters"] = $"\"{new string('x', 100_000)}\"",
    };

    /// <summary>Every hostile value, by what it is.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(Texts)
    {
        ["empty"] = "\"\"",
        ["blank"] = "\" \\t\\n\"",
        ["control characters"] = "\"a\\u0001\\u001f\\u007fb\"",
        ["line break"] = "\"a\\nb\"",
        ["large"] = "1e308",
        ["infinite"] = "1e999",
        ["not a number"] = "\"NaN\"",
        ["negative"] = "-1",
        ["99"] = "99",
        ["first day"] = "\"0001-01-01T00:00:00Z\"",
        ["last day"] = "\"9999-12-31T23:59:59Z\"",
        ["boolean"] = "true",
        ["object"] = "{}",
        ["list"] = "[]",
    };
}
