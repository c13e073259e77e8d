using System.Text.Json.Nodes;
using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.PersonalData;

namespace Incidents.Api.PersonalData;

/// <summary>A person's right to know what is held of them, and what retention does.</summary>
[QueryType]
internal static class PersonalDataQueries
{
    /// <summary>
    /// What is held of a plate or a person, for the answer to the person's own request. It reads all events: for large stores use the
    /// terminal.
    /// </summary>
    /// <param name="reference">What the request refers to, e.g. its number; it is put on the access log.</param>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="name">The name, two to six words.</param>
    public static async Task<PersonReport?> PersonReport(
        [FromServices] PersonReports reports, [FromServices] IAccessLog log, [FromServices] PersonKey key, string reference,
        string? plate = null, string? name = null, CancellationToken cancellation = default)
    {
        var person = PersonMatcher.Of(plate, name, out var fault);
        CommandInput.Check(fault ?? Texts.Reference.Check(reference, "reference"));
        if (person is null)
            return null;
        await log.Write(
            AccessEntry.OfCurrent(AccessKind.PersonalData, new JsonObject
            {
                ["action"] = "report",
                ["person"] = await key.Of(person, [], cancellation),
                ["reference"] = reference,
            }), cancellation);
        return await reports.Of(person, cancellation);
    }

    /// <summary>How long personal data are kept, by rule.</summary>
    public static Task<IReadOnlyList<RetentionRule>> RetentionRules(
        [FromServices] Retention retention, CancellationToken cancellation = default) => retention.Rules(cancellation);
}

/// <summary>Masking and blocking of personal data.</summary>
[MutationType]
internal static class PersonalDataMutations
{
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Masks the personal data of a plate, a person or some things. What counts stays: category, place, times and identity. Where it takes
    /// longer than a few seconds, it goes on by itself, and `isComplete` is false. Traces in the files of the database are removed by
    /// `./run mask --traces`.
    /// </summary>
    /// <param name="reasonCode">Reason code, e.g. `subject-request`.</param>
    /// <param name="reference">What the request refers to, e.g. its number; without personal data, because it is kept.</param>
    /// <param name="isDryRun">Whether nothing is changed, and only counted.</param>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="name">The name, two to six words.</param>
    /// <param name="things">Ids of alerts, calls, violations or incidents; at most 1,000.</param>
    public static async Task<Masking> MaskPerson(
        [FromServices] Maskings maskings, [FromServices] IHostApplicationLifetime lifetime, string reasonCode, string reference,
        bool isDryRun, string? plate = null, string? name = null, IEnumerable<Guid>? things = null,
        CancellationToken cancellation = default)
    {
        var request = new MaskingRequest(plate, name, [.. things ?? []], reasonCode, reference, Callers.Current.Name);
        if (isDryRun)
            return await maskings.DryRun(request, cancellation);
        // What has begun is finished, whether the client waits or not.
        var masking = Task.Run(() => maskings.Mask(request, lifetime.ApplicationStopping), cancellation);
        await Task.WhenAny(masking, Task.Delay(MostWait, cancellation));
        return masking.IsCompleted ? await masking : new(null, IsDryRun: false, IsComplete: false, 0, []);
    }

    /// <summary>
    /// Blocks a plate: the data of its alerts and violations are kept, and shown as masked until it is unblocked. Who searches for it is
    /// refused with `PERSON_BLOCKED`.
    /// </summary>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="reference">What the request refers to; without personal data, because it is kept.</param>
    public static Task<PersonBlocking> BlockPerson(
        [FromServices] BlockedPersons blocked, [FromServices] IAccessLog log, [FromServices] PersonKey key, string plate,
        string reasonCode, string reference, CancellationToken cancellation = default) =>
        Block(blocked, log, key, true, plate, reasonCode, reference, cancellation);

    /// <summary>Shows the data of a blocked plate again.</summary>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="reference">What the request refers to; without personal data, because it is kept.</param>
    public static Task<PersonBlocking> UnblockPerson(
        [FromServices] BlockedPersons blocked, [FromServices] IAccessLog log, [FromServices] PersonKey key, string plate,
        string reasonCode, string reference, CancellationToken cancellation = default) =>
        Block(blocked, log, key, false, plate, reasonCode, reference, cancellation);

    private static async Task<PersonBlocking> Block(
        BlockedPersons blocked, IAccessLog log, PersonKey key, bool isBlocked, string plate, string reasonCode, string reference,
        CancellationToken cancellation)
    {
        var person = PersonMatcher.Of(plate, null, out var fault);
        CommandInput.Check(fault ?? PersonalDataTexts.Check(reasonCode, reference));
        if (person!.IsIn(reference) || person.IsIn(reasonCode))
            throw RefusedException.BadInput("reference", "Reason and reference are kept, and must not contain the plate.");
        await log.Write(
            AccessEntry.OfCurrent(AccessKind.PersonalData, new JsonObject
            {
                ["action"] = isBlocked ? "block" : "unblock",
                ["person"] = await key.Of(person, [], cancellation),
                ["reason"] = reasonCode,
                ["reference"] = reference,
            }), cancellation);
        CommandInput.Check(await blocked.Block(person, isBlocked, reasonCode, reference, Callers.Current.Name, cancellation));
        return new(isBlocked);
    }
}

/// <summary>Whether the data of a plate are shown.</summary>
/// <param name="IsBlocked">Whether they are blocked.</param>
public sealed record PersonBlocking(bool IsBlocked);
