using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Domain.PersonalData;
using NodaTime;

namespace Incidents.Api.PersonalData;

/// <summary>How long personal data of a kind are kept.</summary>
/// <param name="Name">Name of the setting, e.g. `ViolationPlates`.</param>
/// <param name="KeptDays">Days after they were received; null where they are kept for ever.</param>
/// <param name="Masked">Number of events that were masked so far.</param>
public sealed record RetentionRule(string Name, double? KeptDays, long Masked);

/// <summary>Masks personal data that have been kept for as long as is configured.</summary>
/// <remarks>
/// An event is as old as its receipt, whenever it happened. What counts stays, and an old report that is sent again stays a duplicate. Each
/// rule goes through the events once, and remembers how far it has come.
/// </remarks>
internal sealed class Retention(
    RetentionSettings settings, MaskingTable table, MaskingLock turns, EventMasking events, OriginalsHolder originals,
    DeadLettersHolder letters, KeptReports kept, Maskings maskings, CommandStore commands, EventCatalogue catalogue, IAccessLog log,
    IClock clock, Cities cities)
{
    private const string Events = "events";

    private static readonly FrozenSet<string> Media = FrozenSet.ToFrozenSet(["clip", "snapshot"]);
    private static readonly FrozenSet<string> Plates = FrozenSet.ToFrozenSet([PersonalFields.Plate]);
    private static readonly FrozenSet<string> Reads = FrozenSet.ToFrozenSet([PersonalFields.Plate, "snapshot"]);
    private static readonly FrozenSet<string> Descriptions = FrozenSet.ToFrozenSet(["description"]);
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["reason", "outcome", "note"]);
    private static readonly FrozenSet<string> NoFields = [];

    /// <summary>The rules, also those that are not set.</summary>
    private Rule[] All =>
    [
        new(nameof(settings.ViolationPlates), settings.ViolationPlates, Of("Violations", Plates), Plates, "violation"),
        new(nameof(settings.ViolationMedia), settings.ViolationMedia, Of("Violations", Media), Media, "violation"),
        new(nameof(settings.PlateReads), settings.PlateReads, Of("Plates", Reads), Reads, "plateRead"),
        new(nameof(settings.AlertPlates), settings.AlertPlates, Of("Alerts", Plates), Plates, "alert"),
        new(nameof(settings.AlertMedia), settings.AlertMedia, Of("Alerts", Media), Media, "alert"),
        new(
            nameof(settings.IncidentDescriptions), settings.IncidentDescriptions, Of("Dispatch", Descriptions), Descriptions, "incident"),
        new(nameof(settings.Reasons), settings.Reasons, Of(null, Words), Words, null),
    ];

    /// <summary>The rules as they are set, and what each has masked.</summary>
    public async Task<IReadOnlyList<RetentionRule>> Rules(CancellationToken cancellation)
    {
        var rules = new List<RetentionRule>();
        foreach (var rule in All)
        {
            var (_, masked) = await table.Retained(rule.Name, cancellation);
            rules.Add(new(rule.Name, rule.Kept == TimeSpan.Zero ? null : rule.Kept.TotalDays, masked));
        }
        return rules;
    }

    /// <summary>Masks what is over now, unless another host does.</summary>
    /// <returns>How many events were masked.</returns>
    public async Task<long> Execute(CancellationToken cancellation)
    {
        if (All.All(rule => rule.Kept == TimeSpan.Zero))
            return 0;
        await using var turn = await turns.TryTake(cancellation);
        if (turn is null)
            return 0;
        var total = 0L;
        foreach (var rule in All.Where(rule => rule.Kept > TimeSpan.Zero))
            total += await Execute(rule, cancellation);
        return total;
    }

    // The types of a slice's events that have one of the fields. A case is kept whole: a part of its words would be no file of a court.
    private string[] Of(string? slice, IReadOnlySet<string> fields) =>
    [
        .. EventStore.EventTypes
            .Where(type => type.Namespace!.EndsWith(slice is null ? "" : $".{slice}", StringComparison.Ordinal)
                && type.Namespace != typeof(Case).Namespace)
            .Where(type => type.GetProperties().Any(p => fields.Contains(JsonNamingPolicy.CamelCase.ConvertName(p.Name))))
            .Select(catalogue.NameOf),
    ];

    private async Task<long> Execute(Rule rule, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var before = now - Duration.FromTimeSpan(rule.Kept);
        var (start, masked) = (await table.Retained(rule.Name, cancellation), 0L);
        var mask = new EventMask(ExecuteRetention.Stream(rule.Name), rule.Fields, null);
        for (var position = start.Position; ;)
        {
            var part = await events.MaskOld(
                rule.Types, position, before.ToDateTimeUtc(), mask,
                (connection, done) => done.Position == position
                    ? Task.CompletedTask : MaskingTable.Retain(connection, rule.Name, done), cancellation);
            (position, masked) = (part.Position, masked + part.Masked);
            if (part.IsLast)
                break;
        }
        var reports = await originals.Mask(before, bytes => Masked(kept.Open(bytes.Span), rule), isDryRun: false, cancellation);
        var lettersMasked = await letters.Mask(
            letter => letter.LastReceivedAt < before ? Masked(kept.Open(letter), rule) : null, message => message, isDryRun: false,
            cancellation);
        if (masked == 0 && reports == 0 && lettersMasked == 0)
            return 0;
        if (masked > 0)
            await maskings.Rebuild(cancellation);
        var city = cities.All.First().Code;
        await commands.Decide(
            new ExecuteRetention(
                rule.Name, cities.Local(before, city),
                [new(Events, masked), new(originals.Name, reports), new(letters.Name, lettersMasked)], city),
            cancellation);
        // Copies of the store for replays, which are made of what it held before, are not used any more.
        await log.Write(
            AccessEntry.OfCurrent(AccessKind.PersonalData, new JsonObject
            {
                ["action"] = "retention",
                ["rule"] = rule.Name,
                ["masked"] = masked,
            }), cancellation);
        return masked;
    }

    private static byte[]? Masked(KeptReading kept, Rule rule)
    {
        // The message of a device says in all of its reports' originals what one of them is masked for: the masked report takes its place.
        if (kept.Message is not null)
        {
            return !kept.Siblings.Any(sibling => rule.ReportKind is { } of ? sibling.Kind == of : MaskedReport(sibling, rule) is not null)
                ? null : ReportMask.Of(kept.Report, kept.Report is { } own && IsOf(own, rule) ? rule.Fields : NoFields);
        }
        return kept.Report is { } report && IsOf(report, rule) ? MaskedReport(report, rule) : null;
    }

    private static bool IsOf(Report report, Rule rule) => rule.ReportKind is null || report.Kind == rule.ReportKind;

    private static byte[]? MaskedReport(Report report, Rule rule)
    {
        var masked = ReportMask.Of(report, rule.Fields);
        return ReportReader.Read(masked, out _) == report ? null : masked;
    }

    private sealed record Rule(string Name, TimeSpan Kept, string[] Types, IReadOnlySet<string> Fields, string? ReportKind);
}
