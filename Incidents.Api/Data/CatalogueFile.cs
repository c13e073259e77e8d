using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.Data;

/// <summary>One catalogue file: read entry by entry, so that a fault is reported with the entry that has it.</summary>
/// <param name="folder">The folder of catalogues, or null for the one that comes with the program.</param>
/// <param name="name">The file's name.</param>
internal sealed partial class CatalogueFile(string? folder, string name)
{
    /// <summary>The most characters of a code.</summary>
    private const int MostCodeCharacters = 100;

    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    private readonly string path = Path.Combine(folder ?? Catalogues.Folder, name);

    /// <summary>Reads the whole file as one value.</summary>
    /// <exception cref="CatalogueException">The file cannot be read, or is no such value.</exception>
    public T Read<T>()
    {
        using var document = Open();
        return Convert<T>(document.RootElement, path);
    }

    /// <summary>Reads the entries of a file and checks each.</summary>
    /// <param name="list">The property that contains the list, or null where the file is a list.</param>
    /// <param name="key">What names an entry; no two entries may have the same.</param>
    /// <param name="fault">What is wrong with an entry, or null.</param>
    /// <exception cref="CatalogueException">The file cannot be read, or an entry is wrong.</exception>
    public IReadOnlyList<T> Entries<T>(string? list, Func<T, string> key, Func<T, string?> fault)
    {
        using var document = Open();
        var items = document.RootElement;
        if (list is not null && (items.ValueKind is not JsonValueKind.Object || !items.TryGetProperty(list, out items)))
            throw new CatalogueException($"{path}: there is no list '{list}'.");
        if (items.ValueKind is not JsonValueKind.Array)
            throw new CatalogueException($"{path}: {(list is null ? "the file" : $"'{list}'")} is not a list.");

        var entries = new List<T>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items.EnumerateArray())
        {
            var number = entries.Count + 1;
            var entry = Convert<T>(item, $"{path}: entry {number}");
            var title = $"{path}: entry {number} ({Short(key(entry))})";
            if (fault(entry) is { } reason)
                throw new CatalogueException($"{title}: {reason}.");
            if (!numbers.TryAdd(key(entry), number))
                throw new CatalogueException($"{title}: entry {numbers[key(entry)]} is the same.");
            entries.Add(entry);
        }
        return entries;
    }

    /// <summary>Makes something of all entries; what it refuses is reported with the file.</summary>
    public T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new CatalogueException($"{path}: {e.Message.Split(" (Parameter")[0]}", e);
        }
    }

    /// <summary>What is wrong with a code, or null.</summary>
    /// <param name="code">The code.</param>
    /// <param name="most">The most characters that it may have.</param>
    public static string? CodeFault(string code, int most = MostCodeCharacters) =>
        code.Length > most ? $"its code has {code.Length} characters, at most {most} are allowed"
        : !CodePattern().IsMatch(code) ? "its code may consist of lower-case letters, digits, dots and hyphens between them"
        : null;

    private JsonDocument Open()
    {
        try
        {
            // Some editors begin a file with a byte order mark.
            var bytes = File.ReadAllBytes(path).AsMemory();
            return JsonDocument.Parse(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{path}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1} is not JSON: {Plain(e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogueException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static T Convert<T>(JsonElement element, string title)
    {
        try
        {
            return element.Deserialize<T>(Json) ?? throw new CatalogueException($"{title}: is null.");
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{title}{Named(element)}: {Reason(e)}", e);
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new CatalogueException($"{title}{Named(element)}: {e.Message}", e);
        }
    }

    private static string Named(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("code", out var code) && code.ValueKind is JsonValueKind.String
            ? $" ({Short(code.GetString()!)})"
            : "";

    // The serialiser's sentences name types of the program; a person knows the file's properties only.
    private static string Reason(JsonException e)
    {
        var quoted = QuotedPattern().Match(e.Message).Groups[1].Value;
        return MissingPattern().Match(e.Message) is { Success: true } missing ? $"{missing.Groups[1].Value} is missing."
            : e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"there is no property '{quoted}'."
            : e.Message.Contains("Duplicate property", StringComparison.Ordinal) ? $"the property '{quoted}' is given twice."
            : e.Message.Contains("doesn't allow", StringComparison.Ordinal) ? "a property that needs a value is null."
            : e.Path is { Length: > 2 } at ? $"'{at[2..]}' has a value of the wrong kind."
            : "it has the wrong form.";
    }

    private static string Plain(JsonException e) => e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];

    private static string Short(string key) => key.Length <= 60 ? key : $"{key[..60]}…";

    [GeneratedRegex("including: (.*?)\\.( |$)")]
    private static partial Regex MissingPattern();

    [GeneratedRegex("'(.*?)'")]
    private static partial Regex QuotedPattern();

    [GeneratedRegex(@"\A[a-z0-9]+([.-][a-z0-9]+)*\z")]
    private static partial Regex CodePattern();
}
