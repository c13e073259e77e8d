using Incidents.Api.Access;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.PersonalData;

/// <summary>Masks accepted reports as they were received: the block of a masked report is written anew.</summary>
internal sealed class OriginalsHolder(Originals originals, KeptReports kept) : IPersonalDataHolder
{
    private static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(9999, 1, 1, 0, 0);

    /// <inheritdoc/>
    public string Name => "originals";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [OriginalBlocks.Table];

    /// <inheritdoc/>
    public Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation) =>
        Mask(Last, bytes => scope.Masked(bytes.Span, kept.Open(bytes.Span)), isDryRun, cancellation);

    /// <summary>Masks what was received before a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="mask">The bytes of a report after masking; null where they stay.</param>
    /// <param name="isDryRun">Whether nothing is changed, and only counted.</param>
    /// <param name="cancellation">Cancels it between two blocks.</param>
    public async Task<long> Mask(
        Instant before, Func<ReadOnlyMemory<byte>, byte[]?> mask, bool isDryRun, CancellationToken cancellation)
    {
        var count = 0L;
        OriginalBlock? last = null;
        while (await originals.Page(null, First, before, last, cancellation) is { Count: > 0 } page)
        {
            last = page[^1];
            foreach (var block in page)
            {
                var masked = block.Reports.Select(bytes => mask(bytes)).ToArray();
                if (masked.Count(bytes => bytes is not null) is not (> 0 and var found))
                    continue;
                count += found;
                if (!isDryRun)
                    await originals.Replace(block, [.. block.Reports.Select((bytes, i) => masked[i] ?? bytes)], cancellation);
            }
        }
        return count;
    }
}

/// <summary>Masks dead letters.</summary>
internal sealed class DeadLettersHolder(DeadLetters letters, KeptReports kept) : IPersonalDataHolder
{
    /// <inheritdoc/>
    public string Name => "dead letters";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [DeadLetters.Table];

    /// <inheritdoc/>
    public Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation) => Mask(
        letter => scope.MaskedRefused(letter.Bytes, kept.Open(letter)),
        text => scope.Person is { } person && ReportMask.IsTheirs(text, person) ? PersonalFields.Mark : text, isDryRun, cancellation);

    /// <summary>Masks letters.</summary>
    /// <param name="mask">The bytes of a letter after masking; null where they stay.</param>
    /// <param name="word">The refusal of a letter in words, or its sender, after masking.</param>
    /// <param name="isDryRun">Whether nothing is changed, and only counted.</param>
    /// <param name="cancellation">Cancels it between two letters.</param>
    public async Task<long> Mask(
        Func<KeptDeadLetter, byte[]?> mask, Func<string, string> word, bool isDryRun, CancellationToken cancellation)
    {
        var (count, after) = (0L, Guid.Empty);
        while (await letters.All(after, cancellation) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            foreach (var letter in page)
            {
                var (bytes, message, source) = (mask(letter), word(letter.Message), word(letter.Source));
                if (bytes is null && message == letter.Message && source == letter.Source)
                    continue;
                count++;
                if (!isDryRun)
                    await letters.Replace(letter.Id, source, bytes, message, cancellation);
            }
        }
        return count;
    }
}

/// <summary>Which reports a masking concerns.</summary>
/// <remarks>A message that is kept for one of its reports holds the others too: whoever concerns one of them concerns it.</remarks>
internal static class ReportScope
{
    /// <summary>The bytes of a report after masking; null where they stay, because it is another's or is masked already.</summary>
    /// <param name="scope">Whose data are masked.</param>
    /// <param name="bytes">The report as it was received.</param>
    /// <param name="kept">The same, read.</param>
    public static byte[]? Masked(this PersonalDataScope scope, ReadOnlySpan<byte> bytes, KeptReading kept)
    {
        if (!IsOfThing(kept, scope) && (scope.Person is not { } person || !Holds(kept, bytes, person, ReportMask.Holds)))
            return null;
        var masked = ReportMask.Of(kept.Report, person: scope.Person);
        return bytes.SequenceEqual(masked) ? null : masked;
    }

    /// <summary>The bytes of a refused report after masking; null where they stay.</summary>
    /// <param name="scope">Whose data are masked.</param>
    /// <param name="bytes">The report as it was received.</param>
    /// <param name="kept">The same, read.</param>
    public static byte[]? MaskedRefused(this PersonalDataScope scope, ReadOnlySpan<byte> bytes, KeptReading kept)
    {
        if (!IsOfThing(kept, scope) && (scope.Person is not { } person || !Holds(kept, bytes, person, ReportMask.MayHold)))
            return null;
        var masked = ReportMask.OfRefused(kept.Report, scope.Person);
        return bytes.SequenceEqual(masked) ? null : masked;
    }

    private static bool Holds(
        KeptReading kept, ReadOnlySpan<byte> bytes, PersonMatcher person, Func<Report?, ReadOnlySpan<byte>, PersonMatcher, bool> holds) =>
        holds(kept.Report, bytes, person)
        || (kept.Message is { } message && ReportMask.Holds(null, message.Span, person))
        || kept.Siblings.Any(report => report.Plate is { } plate && person.IsPlate(plate));

    private static bool IsOfThing(KeptReading kept, PersonalDataScope scope) =>
        IsOfThing(kept.Report, scope) || kept.Siblings.Any(report => IsOfThing(report, scope));

    private static bool IsOfThing(Report? report, PersonalDataScope scope) =>
        report is { Kind: { } kind, Source: { } source, Id: { } id } && scope.Things.Contains(Identity.Stream(kind, source, id));
}
