using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Access.Log;

/// <summary>Why a search is shown to the auditor.</summary>
internal enum UnusualReason
{
    /// <summary>It is for a plate or person on the auditors' list.</summary>
    Watched = 1,
    /// <summary>Its caller searched for many plates on that day, and opened, linked or decided nothing afterwards.</summary>
    NoOutcome,
    /// <summary>It was at night, by the region's clocks.</summary>
    AtNight,
    /// <summary>Its caller gives the same words as the reference of many searches.</summary>
    RepeatedPurpose,
    /// <summary>Many plates were searched for under its one reference.</summary>
    ManyPlatesOfReference,
}

/// <summary>A search that an auditor should look at.</summary>
/// <param name="Entry">The entry of the log.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Plates">How many plates of its caller on that day, or of its reference, led to that; 0 where the reason is another.</param>
/// <param name="WatchId">The entry of the watch list, where it is for one; else null.</param>
internal sealed record UnusualSearch(AccessLogEntry Entry, IReadOnlyList<UnusualReason> Reasons, int Plates, Guid? WatchId);

/// <summary>Looks through the searches of a period for what an auditor should see.</summary>
/// <remarks>It states what is unusual and never that something was wrong: a night shift searches at night.</remarks>
internal sealed class UnusualSearches(
    AccessLogReader reader, WatchList watches, ActedEvents acted, Cities cities, AccessLogSettings settings)
{
    private const int MostDays = 92;
    private const int MostSearches = 50_000;

    /// <summary>The unusual ones among the searches and exports of a period, the newest first.</summary>
    /// <exception cref="RefusedException">The period is longer than 92 days.</exception>
    public async Task<IReadOnlyList<UnusualSearch>> Find(LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        if (until <= from || Period.DaysBetween(from, until) > MostDays)
            throw RefusedException.BadInput("until", $"The period has 1 to {MostDays} days.");
        var filter = new AccessLogFilter(Kinds: [AccessKind.Searched, AccessKind.Exported, AccessKind.Read], From: from, Until: until);
        var all = (await reader.List(filter, null, false, MostSearches, cancellation)).Where(IsSearch).ToList();
        var found = all.ToDictionary(entry => entry.Sequence, entry => new Finding(entry));
        await AddWatched(found.Values, cancellation);
        await AddNoOutcome(found.Values, cancellation);
        foreach (var finding in found.Values.Where(f => IsNight(f.Entry.At)))
            finding.Reasons.Add(UnusualReason.AtNight);
        AddReferences(found.Values);
        return [.. found.Values.Where(f => f.Reasons.Count > 0).OrderByDescending(f => f.Entry.Sequence)
            .Select(f => new UnusualSearch(f.Entry, [.. f.Reasons.Order()], f.Plates, f.Watch?.Id))];
    }

    private static bool IsSearch(AccessLogEntry entry) =>
        entry.Kind is AccessKind.Searched || Plates(entry).Count > 0 || entry.Terms(SearchTerms.Texts).Count > 0;

    private static IReadOnlyList<string> Plates(AccessLogEntry entry) => entry.Terms(SearchTerms.Plates);

    private bool IsNight(Instant at)
    {
        var hour = cities.Local(at, null).Hour;
        return settings.NightFrom <= settings.NightUntil
            ? hour >= settings.NightFrom && hour < settings.NightUntil
            : hour >= settings.NightFrom || hour < settings.NightUntil;
    }

    private async Task AddWatched(IEnumerable<Finding> all, CancellationToken cancellation)
    {
        var watch = await watches.Finder(cancellation);
        foreach (var finding in all)
        {
            finding.Watch = Plates(finding.Entry).Concat(finding.Entry.Terms(SearchTerms.Texts)).Select(watch)
                .FirstOrDefault(found => found is not null);
            if (finding.Watch is not null)
                finding.Reasons.Add(UnusualReason.Watched);
        }
    }

    private async Task AddNoOutcome(IEnumerable<Finding> all, CancellationToken cancellation)
    {
        foreach (var day in all.GroupBy(f => (f.Entry.CallerId, f.Entry.CallerName, cities.Local(f.Entry.At, null).Date)).ToList())
        {
            var plates = day.SelectMany(f => Plates(f.Entry)).Distinct().Count();
            if (plates < settings.PlatesWithoutOutcome)
                continue;
            var first = day.Min(f => f.Entry.AppendedPosition) ?? 0;
            var last = (day.Key.Date.PlusDays(2)).AtStartOfDayInZone(cities.ZoneOf(null)).ToInstant();
            if (await acted.Has(day.Key.CallerName, first, last, cancellation))
                continue;
            foreach (var finding in day.Where(f => Plates(f.Entry).Count > 0))
                finding.Add(UnusualReason.NoOutcome, plates);
        }
    }

    private void AddReferences(IEnumerable<Finding> all)
    {
        foreach (var same in all.Where(f => f.Entry.PurposeReference is not null)
            .GroupBy(f => (f.Entry.CallerId, f.Entry.PurposeReference!.Trim().ToUpperInvariant())).ToList())
        {
            if (same.Count() >= settings.RepeatedReferences)
            {
                foreach (var finding in same)
                    finding.Reasons.Add(UnusualReason.RepeatedPurpose);
            }
        }
        foreach (var same in all.Where(f => f.Entry.PurposeReference is not null)
            .GroupBy(f => f.Entry.PurposeReference!.Trim().ToUpperInvariant()).ToList())
        {
            var plates = same.SelectMany(f => Plates(f.Entry)).Distinct().Count();
            if (plates < settings.PlatesOfReference)
                continue;
            foreach (var finding in same.Where(f => Plates(f.Entry).Count > 0))
                finding.Add(UnusualReason.ManyPlatesOfReference, plates);
        }
    }

    private sealed class Finding(AccessLogEntry entry)
    {
        public AccessLogEntry Entry => entry;

        public SortedSet<UnusualReason> Reasons { get; } = [];

        public int Plates { get; private set; }

        public Watch? Watch { get; set; }

        public void Add(UnusualReason reason, int plates)
        {
            Reasons.Add(reason);
            Plates = Math.Max(Plates, plates);
        }
    }
}
