using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Counts;

/// <summary>How many are known less precisely than a count needs.</summary>
/// <param name="Unit">The unit that it needs: `HOUR`, `DAY` or `MONTH`.</param>
/// <param name="Count">Number of those known less precisely.</param>
/// <param name="Total">Number of all.</param>
public sealed record NotKnownToUnit(string Unit, int Count, int Total);

/// <summary>Warns where times are known less precisely than a count needs.</summary>
internal sealed class TimeNotes(NpgsqlDataSource source, QueryWarnings warnings)
{
    /// <summary>Code of the warning.</summary>
    public const string Code = "TIME_NOT_KNOWN_TO_STEP";

    /// <summary>Warns that what is not known to a unit is left out; returns how many that are.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="unit">An hour, day or month.</param>
    /// <param name="argument">The argument that needs the unit.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<long> LeftOut(CountScope scope, TimePrecision unit, string argument, CancellationToken cancellation)
    {
        if (await Coarser(scope, unit, cancellation) is not { } note)
            return 0;
        warnings.Add(new(
            Code, $"{note.Count} of {note.Total} are not known to the {Name(unit)}, and are left out.", argument, note));
        return note.Count;
    }

    /// <summary>Warns that what is known to the month or year is counted where the period has the beginning of that.</summary>
    /// <remarks>No warning where the period is of whole months, or years. Returns how many that are.</remarks>
    /// <param name="scope">What is counted.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="wholeMonths">Whether to look from the first day of the month on in which the period begins.</param>
    public async Task<long> AtBeginning(CountScope scope, CancellationToken cancellation, bool wholeMonths = false)
    {
        var unit = (scope.From, scope.Until) switch
        {
            ({ Day: 1, Month: 1 }, { Day: 1, Month: 1 }) => TimePrecision.Year,
            ({ Day: 1 }, { Day: 1 }) => TimePrecision.Month,
            _ => TimePrecision.Day,
        };
        if (wholeMonths && unit is TimePrecision.Day)
            scope = scope with { From = scope.From.With(DateAdjusters.StartOfMonth) };
        if (unit is TimePrecision.Year || await Coarser(scope, unit, cancellation) is not { } note)
            return 0;
        warnings.Add(new(
            Code,
            $"{note.Count} of {note.Total} are not known to the {Name(unit)}, and are counted on the first day of their month or year.",
            "from", note));
        return note.Count;
    }

    /// <summary>Warns of what is not known to the hour where the scope has hours, else as <see cref="AtBeginning"/> does.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="wholeMonths">As there.</param>
    public Task<long> Note(CountScope scope, CancellationToken cancellation, bool wholeMonths = false) => scope.HoursOfWeek is null
        ? AtBeginning(scope, cancellation, wholeMonths)
        : LeftOut(scope, TimePrecision.Hour, "filter.hoursOfWeek", cancellation);

    /// <summary>What is not known to the day and may have occurred in a period, and whether that is all of it; without a warning.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="from">First day of the period; what occurred in its month may have occurred in the period.</param>
    /// <param name="until">First day no longer in it.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<(bool Some, bool All)> NotKnownToDay(
        CountScope scope, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        var asked = scope with { From = from.With(DateAdjusters.StartOfMonth), Until = until };
        var note = await Coarser(asked, TimePrecision.Day, cancellation);
        return (note is not null, note is not null && note.Count == note.Total);
    }

    private async Task<NotKnownToUnit?> Coarser(CountScope scope, TimePrecision unit, CancellationToken cancellation)
    {
        // How many are known how precisely is a small count itself.
        if (Suppression.Applies(Callers.Current))
            return null;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var anywhere = await TimeKnownReader.CoarserThan(scope, unit, connection, cancellation);
        if (anywhere == 0)
            return null;
        // Only incidents have their precision kept with their place.
        var known = await TimeKnownReader.Read(
            scope.Measure is Measure.Incidents ? scope : scope with { Bounds = null }, connection, cancellation);
        return known.CoarserThan(unit) is > 0 and var n ? new(Name(unit).ToUpperInvariant(), n.ToInt(), known.Total.ToInt()) : null;
    }

    private static string Name(TimePrecision unit) => unit switch
    {
        TimePrecision.Hour => "hour",
        TimePrecision.Day => "day",
        _ => "month",
    };
}
