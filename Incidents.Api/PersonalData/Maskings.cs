using System.Diagnostics;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.PersonalData;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Signals;
using Incidents.Projections.Upkeep;

namespace Incidents.Api.PersonalData;

/// <summary>Whose personal data are to be masked, and why.</summary>
/// <param name="Plate">A plate in any usual spelling, or null.</param>
/// <param name="Name">A name of two to six words, or null.</param>
/// <param name="Things">Ids of alerts, calls, violations or incidents.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asks.</param>
internal sealed record MaskingRequest(
    string? Plate, string? Name, IReadOnlyCollection<Guid> Things, string ReasonCode, string Reference, string By);

/// <summary>What was masked, or would be.</summary>
/// <param name="MaskingId">Id of the masking; null for a dry run.</param>
/// <param name="IsDryRun">Whether nothing was changed, and only counted.</param>
/// <param name="IsComplete">Whether everything was masked; where not, it goes on by itself.</param>
/// <param name="Things">Number of alerts, calls, violations, incidents and other streams of events that hold the data.</param>
/// <param name="Counts">What was masked, or would be.</param>
public sealed record Masking(Guid? MaskingId, bool IsDryRun, bool IsComplete, int Things, IReadOnlyList<MaskedCount> Counts);

/// <summary>Masks personal data on request: in events, in everything that follows from them, and in all that is kept beside them.</summary>
/// <remarks>
/// One masking is under way at a time, on whichever host. One that was interrupted is finished before the next begins.
/// </remarks>
internal sealed class Maskings(
    MaskingTable table, MaskingLock turns, EventMasking events, EventReader reader, ReadModelStore readModels, ReadModels projections,
    EventStreams streams, IEnumerable<IPersonalDataHolder> holders, CommandStore commands, PersonKey key, IAccessLog log, StorePools pools,
    Cities cities, EventCatalogue catalogue)
{
    /// <summary>Another masking is under way.</summary>
    public static readonly Refusal Unfinished = new(
        ErrorCode.MaskingUnfinished, "Another masking is under way, or was interrupted and is finished first; send it again later.");

    private const string Events = "events";

    /// <summary>Read models with columns that a masking changes.</summary>
    internal static readonly IReadOnlyList<string> Rebuilt =
    [
        "register", SignalRegister.ProjectionName, "cases", DeviceRegistry.ProjectionName, "hazards", "units",
        UpkeepRegister.ProjectionName,
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IPersonalDataHolder[] holders = [.. holders];

    private readonly HashSet<string> ofSeveral =
        [.. EventStore.EventTypes.Where(type => type.IsAssignableTo(typeof(IAboutSeveral))).Select(catalogue.NameOf)];

    /// <summary>The tables that may hold traces of what was masked.</summary>
    public IEnumerable<string> Tables =>
    [
        EventMasking.Table, StreamSnapshots.Table, StreamSnapshots.Covered, MaskingTable.Table,
        .. holders.SelectMany(h => h.Tables),
        .. projections.Projections.Where(p => Rebuilt.Contains(p.Name)).SelectMany(p => p.Tables).Select(t => $"{ReadModels.Schema}.{t}"),
    ];

    /// <summary>Counts what would be masked.</summary>
    /// <exception cref="RefusedException">The request is at fault.</exception>
    public async Task<Masking> DryRun(MaskingRequest request, CancellationToken cancellation)
    {
        var person = Check(request);
        var scope = new PersonalDataScope(person, await Find(person, request.Things.ToHashSet(), cancellation));
        var counts = new List<MaskedCount>
        {
            new(Events, await events.Count(scope.Things, Of(Guid.Empty, person), cancellation)),
        };
        foreach (var holder in holders)
            counts.Add(new(holder.Name, await holder.Mask(scope, isDryRun: true, cancellation)));
        return new(null, IsDryRun: true, IsComplete: true, await CountOf(scope.Things, cancellation), counts);
    }

    /// <summary>Masks.</summary>
    /// <exception cref="RefusedException">The request is at fault, or another masking is under way.</exception>
    /// <exception cref="AccessLogException">The masking cannot be put on record, and does not begin.</exception>
    public async Task<Masking> Mask(MaskingRequest request, CancellationToken cancellation)
    {
        var person = Check(request);
        await using var turn = await turns.TryTake(cancellation) ?? throw new RefusedException(Unfinished);
        await FinishAll(cancellation);
        var masking = new OpenMasking(
            Guid.CreateVersion7(), person?.Plate, person?.Name, person is null ? request.Things.ToHashSet() : null, request.ReasonCode,
            request.Reference, request.By, await key.Of(person, request.Things, cancellation));
        await log.Write(
            AccessEntry.OfCurrent(AccessKind.PersonalData, new JsonObject
            {
                ["action"] = "mask",
                ["masking"] = masking.Id,
                ["person"] = masking.Person,
                ["reason"] = masking.ReasonCode,
                ["reference"] = masking.Reference,
            }), cancellation);
        await table.Add(masking, cancellation);
        return await Finish(masking, cancellation);
    }

    /// <summary>Finishes maskings that were interrupted, unless one is under way.</summary>
    /// <returns>How many were finished.</returns>
    public async Task<int> Resume(CancellationToken cancellation)
    {
        if ((await table.Open(cancellation)).Count == 0)
            return 0;
        await using var turn = await turns.TryTake(cancellation);
        return turn is null ? 0 : await FinishAll(cancellation);
    }

    /// <summary>Rebuilds the read models that hold personal data, once they hold every event that is committed now.</summary>
    /// <remarks>
    /// A page that was read before its events were masked is written as it was read. Once a read model has gone past them, no such page is
    /// on its way, and the rebuild reads what is masked. Where no host projects, there is none either.
    /// </remarks>
    public async Task Rebuild(CancellationToken cancellation)
    {
        var committed = await reader.LastSequence(cancellation);
        foreach (var projection in projections.Projections.Where(p => Rebuilt.Contains(p.Name)))
        {
            var (last, moved) = (-1L, Stopwatch.GetTimestamp());
            while ((await ReadModelProgress.Read(pools.Upkeep, projection.Name, cancellation)).Position is var at && at < committed)
            {
                if (at != last)
                    (last, moved) = (at, Stopwatch.GetTimestamp());
                else if (Stopwatch.GetElapsedTime(moved) > Patience)
                    break;
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
            await readModels.Rebuild(projection, _ => { }, cancellation);
        }
    }

    private EventMask Of(Guid masking, PersonMatcher? person) => new(masking, PersonalFields.All, person) { OfSeveral = ofSeveral };

    private async Task<int> FinishAll(CancellationToken cancellation)
    {
        var open = await table.Open(cancellation);
        foreach (var masking in open)
            await Finish(masking, cancellation);
        return open.Count;
    }

    /// <summary>Does what is left to do; every step can be done twice.</summary>
    private async Task<Masking> Finish(OpenMasking masking, CancellationToken cancellation)
    {
        await Decide(
            new BeginMasking(
                masking.Id, masking.Target, masking.Person, masking.ReasonCode, masking.Reference, masking.By, cities.All.First().Code),
            masking, cancellation);
        var (person, begun) = (masking.Matcher, await reader.LastSequence(cancellation));
        var things = await Find(person, masking.Things ?? new HashSet<Guid>(), cancellation, isFound: masking.Things is not null);
        await table.Found(masking.Id, things, cancellation);
        var mask = Of(masking.Id, person);
        await MaskEvents(things, mask, cancellation);
        // What came while the events were masked, and states that were read before.
        if (person is not null)
            things.UnionWith(await events.Find(person, begun, cancellation));
        await MaskEvents(things, mask, cancellation);
        await events.Forget(things, cancellation);

        var scope = new PersonalDataScope(person, things);
        foreach (var holder in holders)
        {
            if (await holder.Mask(scope, isDryRun: false, cancellation) is > 0 and var masked)
                await table.Count(masking.Id, holder.Name, masked, cancellation);
        }
        await Rebuild(cancellation);
        await events.Forget(things, cancellation);
        var counts = await table.CountsOf(masking.Id, cancellation);
        var count = await CountOf(things, cancellation);
        await Decide(new CompleteMasking(masking.Id, count, counts), masking, cancellation);
        await table.Delete(masking.Id, cancellation);
        return new(masking.Id, IsDryRun: false, IsComplete: true, count, counts);
    }

    // A request may name ids of nothing.
    private async Task<int> CountOf(IReadOnlyCollection<Guid> things, CancellationToken cancellation) =>
        (await streams.TypesOf(things, cancellation)).Count;

    private Task MaskEvents(HashSet<Guid> things, EventMask mask, CancellationToken cancellation) => events.Mask(
        things, mask,
        (connection, count) => count == 0 ? Task.CompletedTask : MaskingTable.Count(connection, mask.Masking, Events, count), cancellation);

    private async Task<HashSet<Guid>> Find(
        PersonMatcher? person, IReadOnlySet<Guid> things, CancellationToken cancellation, bool isFound = false)
    {
        var found = things.ToHashSet();
        if (isFound && person is not null)
            return found;
        if (person is not null)
            found.UnionWith(await events.Find(person, 0, cancellation));
        found.UnionWith(await events.ReleasesOf(found, cancellation));
        return found;
    }

    private async Task Decide(ICommand<PersonalDataRecord> command, OpenMasking masking, CancellationToken cancellation)
    {
        if ((await commands.Decide(command, cancellation, new(By: masking.By))).Refusal is { } refusal)
            throw new RefusedException(refusal);
    }

    private static PersonMatcher? Check(MaskingRequest request)
    {
        var person = PersonMatcher.Of(request.Plate, request.Name, out var fault);
        CommandInput.Check(
            fault ?? PersonalDataTexts.Check(request.ReasonCode, request.Reference) ?? Texts.Person.Check(request.By, "by"));
        if (person is null && request.Things.Count == 0)
            throw RefusedException.BadInput("plate", "Name a plate, a person, or the ids of things.");
        if (person is not null && request.Things.Count > 0)
            throw RefusedException.BadInput("things", "Name a plate or a person, or the ids of things, not both.");
        // What says why is kept for good.
        if (person?.IsIn(request.Reference) is true || person?.IsIn(request.ReasonCode) is true)
            throw RefusedException.BadInput("reference", "Reason and reference are kept, and must not contain the plate or name.");
        return person;
    }
}
