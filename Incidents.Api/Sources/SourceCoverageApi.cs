using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Sources;
using Incidents.Projections.Sources;
using NodaTime;

namespace Incidents.Api.Sources;

/// <summary>Queries of when sources reported.</summary>
[QueryType]
internal static class SourceCoverageQueries
{
    /// <summary>
    /// From when until when each source reported, by kind, city and source: declared, or learned from its reports. Outside of it there are
    /// no data, and counts are null there, not 0. Registered devices are an entry without a source.
    /// </summary>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="kinds">Kinds of things reported; default all.</param>
    /// <param name="asKnownOn">As known at the end of this day; default: as known now.</param>
    public static async Task<IEnumerable<CoveredSource>> SourceCoverage(
        [FromServices] SourceCoverages coverages, IEnumerable<string>? cities = null, IEnumerable<CoveredKind>? kinds = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var asked = cities?.ToHashSet();
        var found = new List<CoveredSource>();
        foreach (var kind in kinds?.Distinct().Order() ?? Enum.GetValues<CoveredKind>().AsEnumerable())
        {
            found.AddRange(await coverages.Sources(kind, asked, asKnownOn, cancellation) ?? []);
        }
        return found;
    }
}

/// <summary>Mutations of when sources reported.</summary>
[MutationType]
internal sealed class SourceCoverageMutations(Commands commands, EventReader events, CommandInput input)
{
    /// <summary>
    /// Declares from when until when a source reports one kind of thing in a city. It replaces what was declared or learned before, and
    /// what was known on a past day stays so for that day. The same values again change nothing. Errors `COVERAGE_REVERSED`,
    /// `COVERAGE_OUT_OF_RANGE`, `COVERAGE_GAP_OUTSIDE`, `COVERAGE_GAPS_OVERLAP`, `COVERAGE_TOO_MANY_GAPS`.
    /// </summary>
    /// <param name="source">The source, as its reports name it.</param>
    /// <param name="city">City code.</param>
    /// <param name="kind">Kind of thing reported.</param>
    /// <param name="from">First local day of the period.</param>
    /// <param name="until">First local day no longer in it; default: the source goes on.</param>
    /// <param name="gaps">Days in the period in which it did not report; default none.</param>
    /// <param name="by">Who declares it.</param>
    public async Task<CoveredSource> DeclareCoverage(
        string source, string city, CoveredKind kind, LocalDate from, string by, LocalDate? until = null,
        IEnumerable<CoverageGap>? gaps = null, CancellationToken cancellation = default)
    {
        var command = new DeclareCoverage(source, city, kind, from, until, [.. gaps ?? []], by);
        CommandInput.Check(command.Check());
        input.CheckCity(city, "city");
        var id = await commands.Send(command, cancellation);
        var (state, _, _) = (await events.Open<Domain.Sources.SourceCoverage>(id, null, cancellation))!;
        var declared = state.Declared;
        return new(
            declared.City, declared.Source, declared.Kind, CoverageBasis.Declared, declared.From, declared.Until, declared.Gaps)
        {
            By = declared.By,
            DeclaredOn = declared.KnownAt.Date,
        };
    }
}
