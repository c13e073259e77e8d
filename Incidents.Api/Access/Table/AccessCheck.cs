using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Access.Table;

/// <summary>Decides by the access table whether a request may be answered.</summary>
internal sealed class AccessCheck(FieldTable table, IAccessLog log)
{
    private const int MostFieldsOfEntry = 50;
    private readonly ConcurrentDictionary<Type, PropertyInfo[]> properties = new();

    /// <summary>The outcome of a check.</summary>
    /// <param name="Use">What the request uses.</param>
    /// <param name="Refusal">Why it is refused, or null.</param>
    public sealed record Outcome(AccessUse Use, Refusal? Refusal);

    /// <summary>The classes of the fields of a filter that are given, and whether it searches for a person or plate.</summary>
    /// <param name="input">Name of the filter's type, or of a text as <c>Type.field.argument</c>.</param>
    /// <param name="value">The filter as its resolver receives it.</param>
    /// <param name="use">Called for each field that is given with its name and the bit of its class.</param>
    public bool Searches(string input, object? value, Action<string, ulong> use)
    {
        if (value is null or string)
            return PersonSearch.Is(value, isInPersons: false);
        var searches = false;
        foreach (var (field, line) in table.Filters(input))
        {
            var given = Property(value.GetType(), field).GetValue(value);
            if (given is null)
                continue;
            use($"{input}.{field}", line.Bit);
            searches |= line.HoldsPersons && PersonSearch.Is(given, isInPersons: true);
        }
        return searches;
    }

    /// <summary>Decides about what is found.</summary>
    /// <param name="used">Bits of the classes that are used.</param>
    /// <param name="denied">The fields of these that the caller may not use.</param>
    /// <param name="searches">Whether it searches for a person or plate.</param>
    /// <param name="purpose">The purpose, or null.</param>
    /// <param name="refusal">Why the purpose is refused, or null.</param>
    public static Outcome Decide(ulong used, IReadOnlyList<string> denied, bool searches, Purpose? purpose, Refusal? refusal)
    {
        searches |= DataClasses.NeedPurpose(used);
        var use = new AccessUse(DataClasses.Names(used), searches, purpose, denied);
        if (denied.Count == 0)
            return new(use, refusal ?? (searches && purpose is null ? PersonSearch.Missing : null));
        return new(use, Callers.Current.IsAnonymous
            ? new(ErrorCode.SignInNeeded, "Nobody has signed in, or the session has ended.")
            : new(ErrorCode.AccessDenied, $"The caller may not use {string.Join(", ", denied.Take(MostFieldsOfEntry))}."));
    }

    /// <summary>Checks an export: its columns and its filter pass the same table. A denial is on the log when this comes back.</summary>
    /// <param name="address">The address, for the log.</param>
    /// <param name="fields">The fields of the columns as <c>Type.field</c>.</param>
    /// <param name="input">Name of the filter's type.</param>
    /// <param name="filter">The filter, or null.</param>
    /// <param name="purpose">Reason and reference; null where none is given.</param>
    /// <param name="cancellation">Ends the wait for the log.</param>
    /// <exception cref="AccessLogException">A denial cannot be put on record.</exception>
    public async ValueTask<Outcome> Export(
        string address, IEnumerable<string> fields, string input, object? filter, (string? Reason, string? Reference)? purpose,
        CancellationToken cancellation)
    {
        var may = DataClasses.Of(Callers.Current);
        var (used, denied) = (0UL, new List<string>());
        foreach (var field in fields)
            Use(field, BitOf(field));
        var searches = Searches(input, filter, Use);
        var read = PersonSearch.Read(purpose, "purposeReason", "purposeReference", out var refusal);
        var outcome = Decide(used, denied, searches, read, refusal);
        if (outcome.Refusal is { Code: ErrorCode.AccessDenied or ErrorCode.SignInNeeded or ErrorCode.PurposeMissing } refused)
            await log.Write(AccessEntry.OfCurrent(AccessKind.Denied, Denial(address, refused, denied)), cancellation);
        return outcome;

        void Use(string field, ulong bit)
        {
            used |= bit;
            if ((may & bit) == 0)
                denied.Add(field);
        }
    }

    /// <summary>Whether whoever asks may use a field.</summary>
    /// <param name="field">The field as <c>Type.field</c>.</param>
    public bool Allows(string field) => (DataClasses.Of(Callers.Current) & BitOf(field)) != 0;

    /// <summary>Denied fields as entries keep them, the first 50.</summary>
    public static JsonArray ListOf(IEnumerable<string> denied) =>
        [.. denied.Take(MostFieldsOfEntry).Select(field => JsonValue.Create(field))];

    private static JsonObject Denial(string address, Refusal refusal, List<string> denied) => new()
    {
        ["operation"] = address,
        [AccessEntry.DeniedFields] = ListOf(denied),
        ["errors"] = new JsonArray(refusal.Code.Text()),
    };

    private ulong BitOf(string field) =>
        table.Find(field[..field.IndexOf('.')], field[(field.IndexOf('.') + 1)..])?.Class?.Bit ?? DataClasses.Unlisted;

    private PropertyInfo Property(Type type, string field) => Array.Find(
        properties.GetOrAdd(type, static key => key.GetProperties()),
        property => string.Equals(property.Name, field, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"{type.Name} has no property for {field}.");
}
