using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Puts the entries of a timeline in order, without reading what they contain.</summary>
/// <remarks>
/// The events themselves are read for the page that is shown only; all of them where a text is searched for, since what is masked or
/// blocked must not be found either.
/// </remarks>
internal sealed class CaseEntries(EventPositions positions, EventReader events)
{
    /// <summary>The entries that a filter shows, in its order.</summary>
    /// <param name="scope">Whose entries.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<EventPosition>> Read(CaseScope scope, CaseViewFilter filter, CancellationToken cancellation)
    {
        var all = await Positions(scope, cancellation);
        if (scope.KnownAt is { } knownAt)
            all.RemoveAll(entry => entry.KnownAt > knownAt);
        if (filter.Kinds.Count > 0)
            all.RemoveAll(entry => !filter.Kinds.Contains(entry.Type));
        if (filter.Sources.Count > 0)
            all.RemoveAll(entry => !filter.Sources.Contains(entry.StreamId));
        if (filter.IsStarred)
            all.RemoveAll(entry => !scope.Stars.Contains(entry.Id));
        if (filter.From?.ToInstant() is { } from)
            all.RemoveAll(entry => entry.OccurredAt < from);
        if (filter.Until?.ToInstant() is { } until)
            all.RemoveAll(entry => entry.OccurredAt >= until);
        if (FoldedText.Of(filter.Text ?? "") is { Length: > 0 } text)
            await Find(all, text, scope, cancellation);
        return InOrder(all, At(filter));
    }

    /// <summary>The moment by which a filter orders.</summary>
    public static Func<EventPosition, Instant> At(CaseViewFilter filter) =>
        filter.IsByKnown ? entry => entry.KnownAt : entry => entry.OccurredAt;

    /// <summary>Whether an event is an entry.</summary>
    public async Task<bool> Has(CaseScope scope, Guid entry, CancellationToken cancellation) =>
        (await Positions(scope, cancellation)).Exists(position => position.Id == entry);

    // Keys are compared ten times as often as they are made.
    private static List<EventPosition> InOrder(List<EventPosition> all, Func<EventPosition, Instant> at)
    {
        var (keys, entries) = (new OrderKey[all.Count], all.ToArray());
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new(at(entries[i]), entries[i].Sequence);
        Array.Sort(keys, entries);
        return [.. entries];
    }

    private async Task<List<EventPosition>> Positions(CaseScope scope, CancellationToken cancellation)
    {
        var all = await positions.Of(scope.Things, cancellation);
        all.AddRange(scope.Own.Select(EventPosition.Of));
        return all;
    }

    private async Task Find(List<EventPosition> all, string text, CaseScope scope, CancellationToken cancellation)
    {
        Guid[] things = [.. all.Select(entry => entry.StreamId).Where(scope.Things.Contains).Distinct()];
        var found = (await events.Read(things, null, cancellation)).Concat(scope.Own).Where(stored => Contains(stored, text))
            .Select(stored => stored.Id).ToHashSet();
        all.RemoveAll(entry => !found.Contains(entry.Id));
    }

    private static bool Contains(StoredEvent stored, string text)
    {
        using var content = JsonDocument.Parse(stored.Json);
        return Contains(content.RootElement, text);
    }

    private static bool Contains(JsonElement value, string text) => value.ValueKind switch
    {
        JsonValueKind.String => FoldedText.Of(value.GetString()!).Contains(text, StringComparison.Ordinal),
        JsonValueKind.Object => value.EnumerateObject().Any(member => Contains(member.Value, text)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => Contains(item, text)),
        _ => false,
    };

    private readonly record struct OrderKey(Instant At, long Sequence) : IComparable<OrderKey>
    {
        public int CompareTo(OrderKey other) => At.CompareTo(other.At) is not 0 and var order ? order : Sequence.CompareTo(other.Sequence);
    }
}
