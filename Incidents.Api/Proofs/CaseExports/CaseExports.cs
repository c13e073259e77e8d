using System.IO.Compression;
using System.Runtime.CompilerServices;
using Incidents.Api.Access;
using Incidents.Api.Alarms;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes a case as a ZIP file that a stranger can check without this system.</summary>
/// <remarks>
/// What is exported is what the log holds at its beginning: the list of the case is added to the log and signed first. Parts are written
/// one after the other; in memory is one chunk of entries, and for each entry its leaf.
/// </remarks>
internal sealed class CaseExports(
    StorePools pools, ProofLog log, CheckpointSigner signer, Cosigning cosigning, CaseLists cases, EventCatalogue catalogue,
    IBlockedPersons blocked, EvidenceReader evidence, IEvidenceStore bytes, CommandStore commands, DiskReader disk, IClock clock)
{
    private static readonly InstantPattern Moment = InstantPattern.ExtendedIso;

    /// <summary>Writes the export.</summary>
    /// <param name="request">What is exported.</param>
    /// <param name="to">Receives the file; one that can seek.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RefusedException">There is no such case, or an entry is none of it.</exception>
    /// <exception cref="ProofRefusedException">This host may not sign.</exception>
    public async Task<ExportReceipt> Write(CaseExportRequest request, Stream to, CancellationToken cancellation)
    {
        await log.Append(cancellation);
        var plan = await Plan(request, cancellation);
        plan.CheckReceipt();
        plan.CheckSpace(to, disk);
        await log.AppendUntil(await RecordCustody(plan, request.By, cancellation), cancellation);
        var list = await log.AddList(request.Case, cancellation) ?? throw new RefusedException(Refusals.NotFound);
        var (checkpoint, silent) = await cosigning.Ask(await signer.SignAsItIs(cancellation), cancellation);
        // The server may open another key while the export is written: a file is signed by one.
        var key = log.Key;
        if (SignedNote.Parse(checkpoint.Note)!.Check(key.Verifier, Ed25519.Check) is not NoteCheck.Valid)
            throw new RefusedException(new(ErrorCode.TooBusy, "The key was replaced meanwhile; ask again."));
        var now = clock.GetCurrentInstant();

        await using var connection = await pools.Readers.OpenConnectionAsync(cancellation);
        await using var reading = await pools.Readers.OpenConnectionAsync(cancellation);
        await CheckpointRows.Give(connection, checkpoint, cancellation);
        var content = await Content(request, list.List, connection, cancellation);
        plan.CheckReceipt(NumberRanges.Write(content.Withheld).Length);
        using var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        var parts = new ExportParts(archive, now.ToDateTimeOffset());
        await parts.Add(
            ExportNames.Entries, false,
            stream => new EntryLines(checkpoint, content.Leaves).Write(
                connection, Entries(reading, content, cancellation), stream, cancellation),
            cancellation);
        var facts = new PageFacts(request.Case, checkpoint.Checkpoint, list.List.Count, content.Withheld.Count);
        var names = content.Evidence.Select(item => item.Part).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var shown = content.Evidence.Select(item => ShownEvidence.Of(item.Entry.Shown, names.Contains)!).ToList();
        foreach (var name in ExportPages.Names)
        {
            await parts.Add(
                name, false,
                stream => ExportPages.Write(
                    name, facts, Entries(reading, content, cancellation).Select(entry => entry.Shown), shown, stream, cancellation),
                cancellation);
        }
        foreach (var item in content.Evidence.Where(item => item.Part is not null).DistinctBy(item => item.Part))
        {
            await parts.Add(
                item.Part!, true, stream => evidence.CopyTo(item.Taken.Sha256, item.Taken.SizeBytes!.Value, stream, cancellation),
                cancellation);
        }
        await parts.Add(
            ExportNames.Proof, false,
            async stream => await stream.WriteAsync(
                await ProofPart.Write(connection, checkpoint, list, request.Since, cancellation), cancellation),
            cancellation);
        await parts.Add(ExportNames.Readme, ExportReadme.Text(key.Verifier.Name), cancellation);
        var receipt = new ExportReceipt(
            request.Case, Moment.Format(now), request.By, request.Purpose, checkpoint.Checkpoint, list.List.Count,
            Ranges(content.Withheld), ExportPages.Form, silent,
            [.. content.Evidence.Where(item => item.Part is null).Select(item => item.Taken.Sha256).Distinct()],
            parts.Written);
        await parts.Add(ExportNames.Checkpoint, checkpoint.Note, cancellation);
        await parts.Add(ExportNames.Receipt, key.Sign(receipt.Text).ToString(), cancellation);
        return receipt;
    }

    private async Task<ExportPlan> Plan(CaseExportRequest request, CancellationToken cancellation)
    {
        await using var connection = await pools.Readers.OpenConnectionAsync(cancellation);
        var until = (await LogRow.Last(connection, cancellation))?.EventsUntil ?? 0;
        var (items, parts, absent, size) = (new List<(Guid, Guid)>(), new Dictionary<string, long>(), 0, 0L);
        if (await cases.Entries(request.Case, until, request.Sight, cancellation) is not { } entries)
            return new(items, parts, absent, size);
        var gone = await Gone(connection, entries, until, cancellation);
        await foreach (var stored in CommittedEvent.Of(connection, entries, until, cancellation))
        {
            if (request.Entries?.Contains(stored.Id) is false)
                continue;
            size += ExportPlan.BytesOfEntry + (long)stored.Json.Length * ExportPlan.TimesOfContent;
            if (stored.IsMasked || gone.Hides(stored) || catalogue.Read(stored.Type, stored.Json) is not EvidenceTaken taken)
                continue;
            if (await PartOf(taken, gone, cancellation) is { } part)
            {
                items.Add((stored.Stream, taken.EvidenceId));
                parts[part] = taken.SizeBytes!.Value;
            }
            else
            {
                absent++;
            }
        }
        return new(items, parts, absent, size);
    }

    // It is recorded first, so that the export has it: an export that is broken off is on record, and never the reverse.
    private async Task<long> RecordCustody(ExportPlan plan, string by, CancellationToken cancellation)
    {
        var recorded = new List<(Guid, long)>();
        foreach (var (of, item) in plan.Items)
        {
            var result = await commands.Decide(new RecordCustody(of, item, CustodyAction.Exported, by), cancellation);
            if (result.Refusal is { } refusal)
                throw new RefusedException(refusal);
            recorded.Add((result.StreamId, result.Version));
        }
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        return recorded.Count == 0 ? 0 : await Commitments.Last(connection, recorded, cancellation);
    }

    private async Task<Contents> Content(
        CaseExportRequest request, CaseList list, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var seen = await cases.Entries(request.Case, list.EventsUntil, request.Sight, cancellation)
            ?? throw new RefusedException(Refusals.NotFound);
        var leaves = new MerkleTiles(0, []);
        var (withheld, chosen) = (new List<long>(), request.Entries?.ToHashSet());
        var (missing, shown) = (chosen?.ToHashSet() ?? [], new HashSet<Guid>());
        foreach (var entry in await Commitments.Of(connection, list.Entries, list.EventsUntil, cancellation))
        {
            if (chosen?.Contains(entry.Id) is false || !seen.Has(entry.Stream, entry.Sequence))
                withheld.Add(leaves.Size);
            else
                shown.Add(entry.Id);
            if (seen.Has(entry.Stream, entry.Sequence))
                missing.Remove(entry.Id);
            leaves.Add(MerkleTree.LeafHash(ProofLeaf.Event(entry.Id, entry.Hash)));
        }
        if (missing.Count > 0)
            throw RefusedException.BadInput("entries", $"The case has no entry {missing.First()}.");
        var gone = await Gone(connection, list.Entries, list.EventsUntil, cancellation);
        var content = new Contents(list.Entries, list.EventsUntil, shown, withheld, leaves, gone, []);
        await foreach (var entry in Entries(connection, content, cancellation))
        {
            if (!entry.IsGap && catalogue.Read(entry.Event.Type, entry.Event.Json) is EvidenceTaken taken)
                content.Evidence.Add(new(entry, taken, await PartOf(taken, gone, cancellation)));
        }
        return content;
    }

    private async Task<NotGiven> Gone(
        NpgsqlConnection connection, EventSelection entries, long until, CancellationToken cancellation)
    {
        var gone = new NotGiven([], [], []);
        await foreach (var stored in CommittedEvent.Of(connection, entries, until, cancellation))
        {
            var fact = catalogue.Read(stored.Type, stored.Json);
            if (blocked.Any && PersonalFields.PlatesIn(stored.Json).Any(blocked.IsBlocked))
                (fact is IAboutSeveral ? gone.Events : gone.Streams).Add(fact is IAboutSeveral ? stored.Id : stored.Stream);
            if (fact is EvidenceBytesRemoved removed)
                gone.Removed.Add(removed.EvidenceId);
        }
        return gone;
    }

    private async Task<string?> PartOf(EvidenceTaken taken, NotGiven gone, CancellationToken cancellation) =>
        taken.Route is EvidenceRoute.Upload && taken.SizeBytes is { } size && !gone.Removed.Contains(taken.EvidenceId)
            && await bytes.Find(taken.Sha256, cancellation) == size
            ? ExportNames.EvidenceOf(taken.Sha256, taken.FileName)
            : null;

    private async IAsyncEnumerable<ExportedEntry> Entries(
        NpgsqlConnection connection, Contents content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = 0L;
        await foreach (var stored in CommittedEvent.Of(connection, content.Entries, content.Until, cancellation))
        {
            if (content.Shown.Contains(stored.Id))
                yield return new(position, stored, stored.IsMasked || content.NotGiven.Hides(stored));
            position++;
        }
    }

    private static List<LeafRange> Ranges(List<long> numbers) =>
        [.. NumberRanges.Parse(NumberRanges.Write(numbers), long.MaxValue)!];

    // Streams and events of blocked persons, and evidence of which the bytes were removed.
    private sealed record NotGiven(HashSet<Guid> Streams, HashSet<Guid> Events, HashSet<Guid> Removed)
    {
        public bool Hides(CommittedEvent stored) => Streams.Contains(stored.Stream) || Events.Contains(stored.Id);
    }

    private sealed record Contents(
        EventSelection Entries, long Until, HashSet<Guid> Shown, List<long> Withheld, MerkleTiles Leaves,
        NotGiven NotGiven, List<ExportedEvidence> Evidence);
}
