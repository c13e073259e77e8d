using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Sources;
using NodaTime;

namespace Incidents.Api.Sources;

/// <summary>From when until when sources reported what is counted.</summary>
/// <remarks>As known now it is read once for each state of the read models, because every count asks for it.</remarks>
internal sealed class SourceCoverages(SourceCoverageReader reader, Freshness freshness, Cities cities, IClock clock)
{
    private readonly Held?[] held = new Held?[Enum.GetValues<CoveredKind>().Max(kind => (int)kind) + 1];

    /// <summary>The sources of a kind of thing, by city and name; null while the ledger is rebuilt to have them.</summary>
    /// <param name="kind">Kind of thing reported.</param>
    /// <param name="asked">City codes; null: all cities.</param>
    /// <param name="asKnownOn">As known at the end of this day; null: as known now.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async ValueTask<IReadOnlyList<CoveredSource>?> Sources(
        CoveredKind kind, IReadOnlyCollection<string>? asked, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        if (asKnownOn is not null)
            return await reader.Read(kind, asKnownOn, asked, cancellation);
        var sources = await Now(kind, cancellation);
        return asked is null ? sources : sources?.Where(s => asked.Contains(s.City)).ToArray();
    }

    private async ValueTask<IReadOnlyList<CoveredSource>?> Now(CoveredKind kind, CancellationToken cancellation)
    {
        var position = freshness.Held;
        if (held[(int)kind] is { } before && before.Position == position)
            return before.Sources;
        var sources = await reader.Read(kind, null, null, cancellation);
        held[(int)kind] = sources is null ? null : new(position, sources);
        return sources;
    }

    /// <summary>The coverage of a scope, and the sources of its cities; null while the ledger is rebuilt to have them.</summary>
    /// <param name="scope">What is counted. Categories, districts, hours and bounds are not used: a source covers all of a city.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async ValueTask<(ScopeCoverage Coverage, IReadOnlyList<CoveredSource> Sources)?> Of(
        CountScope scope, CancellationToken cancellation)
    {
        if (await Sources(scope.Measure.ReportedKind(), CitiesOf(scope), scope.AsKnownOn, cancellation) is not { } sources)
            return null;
        var covered = sources.GroupBy(s => s.City).Select(
            c => new CityCoverage(c.Key, CoveredDays.Union(c.SelectMany(s => s.Ranges())))
            {
                Sources = Apart([.. c]),
            });
        return (new ScopeCoverage(scope.From, EndOf(scope), [.. covered]), sources);
    }

    // Undeclared live sources begin all the time: they are one, and that only on days on which no other source reported.
    private static CoveredDays[] Apart(CoveredSource[] sources)
    {
        var others = sources.Where(IsKept).Select(s => CoveredDays.Union(s.Ranges())).ToArray();
        var covered = CoveredDays.Union(others.SelectMany(d => d.Ranges));
        var live = CoveredDays.Union(sources.Where(s => !IsKept(s)).SelectMany(s => s.Ranges()));
        var rest = live.Ranges.SelectMany(r => CoveredDays.Without(r, covered.Within(r.From, r.Until).Ranges));
        return [.. others, CoveredDays.Union(rest)];

        static bool IsKept(CoveredSource s) => s.IsImported || s.Basis is CoverageBasis.Declared;
    }

    /// <summary>City codes of a scope, those of its districts included; null for all cities.</summary>
    public static IReadOnlyCollection<string>? CitiesOf(CountScope scope) =>
        scope.Cities?.ToHashSet() ?? scope.Districts?.Select(d => d.City).ToHashSet();

    /// <summary>First day of the period of which nothing can be known yet; the end of the period where all of it is over.</summary>
    public LocalDate EndOf(CountScope scope)
    {
        var today = cities.Local(clock.GetCurrentInstant(), null).Date;
        var last = scope.AsKnownOn is { } known ? LocalDate.Min(known, today) : today;
        return last < scope.Until ? LocalDate.Max(scope.From, last.PlusDays(1)) : scope.Until;
    }

    private sealed record Held(long Position, IReadOnlyList<CoveredSource> Sources);
}
