using System.Globalization;

namespace Incidents.Api.FileAnalyses;

/// <summary>A parsed command line of <c>analyse</c>. Numbers are written with a point.</summary>
/// <param name="method">The method.</param>
/// <param name="values">The values of the options given, by name; empty for a switch.</param>
internal sealed class AnalyseInput(AnalyseMethod method, IReadOnlyDictionary<string, string> values)
{
    /// <summary>The method.</summary>
    public AnalyseMethod Method => method;

    /// <summary>The seed of all random numbers.</summary>
    public long Seed => Whole("seed", 1);

    /// <summary>The value of an option, empty where it is not given.</summary>
    public string Text(string name) => Known(name) && values.TryGetValue(name, out var value) ? value : "";

    /// <summary>Whether an option is given with a value that is not empty.</summary>
    public bool Has(string name) => Text(name).Length > 0;

    /// <summary>Whether a switch is given.</summary>
    public bool IsOn(string name) => Known(name) && values.ContainsKey(name);

    /// <summary>The number of permutations or replications, whichever name is used.</summary>
    public int Replications(int otherwise) => Has("replications") ? Whole("replications", otherwise) : Whole("permutations", otherwise);

    /// <summary>The whole number of an option.</summary>
    /// <exception cref="AnalyseException">The value is not a whole number.</exception>
    public int Whole(string name, int otherwise) => ParseWhole(name, Text(name), otherwise);

    /// <summary>The number of an option.</summary>
    /// <exception cref="AnalyseException">The value is not a number.</exception>
    public double Number(string name, double otherwise) => ParseNumber(name, Text(name), otherwise);

    /// <summary>The number of an option that must be given.</summary>
    /// <exception cref="AnalyseException">The option is missing, or its value is not a number.</exception>
    public double Needed(string name) => Has(name) ? Number(name, 0) : throw new AnalyseException($"--{name} is needed.");

    /// <summary>The numbers of an option, separated by commas.</summary>
    /// <exception cref="AnalyseException">A part is not a number.</exception>
    public double[] Numbers(string name) =>
        [.. Text(name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => ParseNumber(name, part, 0))];

    /// <summary>The value that belongs to the word of an option; that of the first word where the option is not given.</summary>
    /// <exception cref="AnalyseException">The word is not one of these.</exception>
    public T Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> words)
    {
        var text = Text(name);
        if (text.Length == 0)
            return words[0].Value;
        List<string> known = [];
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
            known.Add(word);
        }

        throw new AnalyseException($"--{name} is one of {string.Join(", ", known)}, not '{text}'.");
    }

    /// <summary>The whole number that a part of an option's value says; <paramref name="otherwise"/> where it is empty.</summary>
    /// <exception cref="AnalyseException">The text is not a whole number.</exception>
    public static int ParseWhole(string name, string text, int otherwise) =>
        text.Length == 0 ? otherwise : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n
        : throw new AnalyseException($"--{name} wants a whole number, not '{text}'.");

    private static double ParseNumber(string name, string text, double otherwise) =>
        text.Length == 0 ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && !double.IsNaN(x) ? x
        : throw new AnalyseException($"--{name} wants a number written with a point, not '{text}'.");

    // A misspelt name in the code would otherwise read as an option that is not given.
    private static bool Known(string name) =>
        AnalyseOptions.All.ContainsKey(name) ? true : throw new ArgumentOutOfRangeException(nameof(name), name, "No such option.");
}
