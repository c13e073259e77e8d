using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Masks a report as it was received.</summary>
/// <remarks>
/// What is masked is written anew from the fields that are known: an unknown field may hold anything. The masked report is read as before,
/// but for what was masked.
/// </remarks>
internal static partial class ReportMask
{
    private static readonly byte[] Nothing = JsonSerializer.SerializeToUtf8Bytes(PersonalFields.Mark);

    /// <summary>A report without its personal fields.</summary>
    /// <param name="bytes">The report as it was received.</param>
    /// <param name="fields">Which fields; null for all.</param>
    /// <param name="person">A person who is also masked in other texts, or null.</param>
    public static byte[] Of(ReadOnlySpan<byte> bytes, IReadOnlySet<string>? fields = null, PersonMatcher? person = null) =>
        Of(ReportReader.Read(bytes, out _), fields, person);

    /// <summary>A report without its personal fields.</summary>
    /// <param name="report">The report; null where it cannot be read, and nothing of it stays.</param>
    /// <param name="fields">Which fields; null for all.</param>
    /// <param name="person">A person who is also masked in other texts, or null.</param>
    public static byte[] Of(Report? report, IReadOnlySet<string>? fields = null, PersonMatcher? person = null)
    {
        if (report is null)
            return Nothing;
        bool Masks(string field, string? text) =>
            fields?.Contains(field) is not false || (text is not null && person?.IsIn(text) is true);
        string? Words(string field, string? text) => text is not null && Masks(field, text)
            && (!PersonalFields.IsCode(text) || person?.IsIn(text) is true) ? PersonalFields.Mark : text;
        string? Person(string? text) => text is not null && person?.IsIn(text) is true ? PersonalFields.Mark : text;
        return JsonSerializer.SerializeToUtf8Bytes(report with
        {
            Plate = Masks(PersonalFields.Plate, report.Plate) ? null : report.Plate,
            Clip = Masks("clip", report.Clip?.Uri) ? null : report.Clip,
            Snapshot = Masks("snapshot", report.Snapshot?.Uri) ? null : report.Snapshot,
            Description = Masks("description", report.Description) ? null : report.Description,
            Reason = Words("reason", report.Reason),
            Outcome = Words("outcome", report.Outcome),
            Street = Person(report.Street),
            Id = Person(report.Id),
            Reference = Person(report.Reference),
            OffenceId = Person(report.OffenceId),
            Revision = Person(report.Revision),
            Part = Person(report.Part),
            Model = Person(report.Model),
            To = Person(report.To),
            Measured = report.Measured is { } measured ? measured with { Unit = Person(measured.Unit)! } : null,
            Certificate = report.Certificate is { } certificate
                ? certificate with { Number = Person(certificate.Number)!, IssuedBy = Person(certificate.IssuedBy) } : null,
            // A plate is no operator.
            By = report.By is { } by && person?.HasPlate(by) is true ? PersonalFields.Mark : report.By,
        }, EventJson.Options);
    }

    /// <summary>A refused report without its personal fields, and without the person in whatever field it stands.</summary>
    /// <remarks>It is no event, and nothing is counted by its fields: a sender that shifts its columns writes a plate anywhere.</remarks>
    /// <param name="report">The report; null where it cannot be read, and nothing of it stays.</param>
    /// <param name="person">The person, or null.</param>
    public static byte[] OfRefused(Report? report, PersonMatcher? person)
    {
        var masked = Of(report, person: person);
        if (person is null || JsonNode.Parse(masked) is not JsonObject members)
            return masked;
        return WithoutPerson(members, person) ? JsonSerializer.SerializeToUtf8Bytes(members, EventJson.Options) : masked;
    }

    private static bool WithoutPerson(JsonObject members, PersonMatcher person)
    {
        var isChanged = false;
        foreach (var (name, value) in members.ToList())
        {
            if (value is JsonObject inner)
            {
                isChanged |= WithoutPerson(inner, person);
            }
            else if (value is JsonValue single && single.TryGetValue<string>(out var text) && IsTheirs(text, person))
            {
                members[name] = PersonalFields.Mark;
                isChanged = true;
            }
        }
        return isChanged;
    }

    /// <summary>Whether a text of a refused report is or contains the person.</summary>
    public static bool IsTheirs(string text, PersonMatcher person) => person.MayBeIn(text) || person.IsPlate(text);

    /// <summary>Whether the bytes of a refused report hold a person anywhere, however it is written.</summary>
    public static bool MayHold(Report? report, ReadOnlySpan<byte> bytes, PersonMatcher person)
    {
        if (Holds(report, bytes, person))
            return true;
        if (report is null)
            return false;
        using var document = JsonDocument.Parse(bytes.ToArray());
        return HasText(document.RootElement);

        // Each text by itself: what stands in two of them is no plate. A report has few members and no lists.
        bool HasText(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(member => person.MayBeIn(member.Name) || HasText(member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Any(HasText),
            JsonValueKind.String => person.MayBeIn(value.GetString()!),
            _ => false,
        };
    }

    /// <summary>Whether the bytes hold a person, as a plate or anywhere in the text.</summary>
    /// <param name="report">The report, or null where it cannot be read.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="person">The person.</param>
    public static bool Holds(Report? report, ReadOnlySpan<byte> bytes, PersonMatcher person)
    {
        if (report?.Plate is { } plate && person.IsPlate(plate))
            return true;
        var text = Encoding.UTF8.GetString(bytes);
        return person.IsIn(text) || (text.Contains("\\u", StringComparison.Ordinal) && person.IsIn(Unescaped(text)));
    }

    // JSON may write any letter as \uXXXX.
    private static string Unescaped(string text) => Escape().Replace(
        text, e => ((char)Convert.ToUInt16(e.Groups[1].Value, 16)).ToString());

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
