using System.Globalization;
using System.Text;
using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections;

/// <summary>The condition of a list of things with place and time: one term for each filter that is set.</summary>
/// <param name="command">The command that receives the values as parameters.</param>
internal sealed class RowFilter(NpgsqlCommand command)
{
    /// <summary>The condition so far.</summary>
    public StringBuilder Sql { get; } = new("true");

    /// <summary>Adds a condition.</summary>
    public RowFilter And(string condition)
    {
        Sql.Append(" and ").Append(condition);
        return this;
    }

    /// <summary>Only rows with one of the values; null for all rows.</summary>
    /// <remarks>A single value is compared with <c>=</c>, so that an index in order of time can be used.</remarks>
    public RowFilter AnyOf(string column, IReadOnlyList<string>? values) => values switch
    {
        null => this,
        [var only] => And($"{column} = {command.Add(only)}"),
        _ => And($"{column} = any({command.Add(values.ToArray())})"),
    };

    /// <summary>Only rows that occurred on these local days; null where there is no first or last day.</summary>
    /// <remarks>The index is on instants, a day away at most.</remarks>
    public RowFilter Days(LocalDate? from, LocalDate? until)
    {
        if (from is { } first)
            And($"occurred_at >= {command.Add(first.UtcMidnight(-1))} and occurred_day >= {command.Add(first.ToDateOnly())}");
        if (until is { } end)
            And($"occurred_at < {command.Add(end.UtcMidnight(1))} and occurred_day < {command.Add(end.ToDateOnly())}");
        return this;
    }

    /// <summary>Only rows from one moment until before another; null where there is none.</summary>
    public RowFilter Moments(string column, Instant? from, Instant? until)
    {
        if (from is { } first)
            And($"{column} >= {command.Add(first.ToDateTimeUtc())}");
        if (until is { } end)
            And($"{column} < {command.Add(end.ToDateTimeUtc())}");
        return this;
    }

    /// <summary>Only rows that a reader sees.</summary>
    /// <param name="sight">What the reader sees.</param>
    /// <param name="open">SQL for whether a row is open.</param>
    public RowFilter Seen(RowSight sight, string open) => sight.Condition(open, command) is { } seen ? And(seen) : this;

    /// <summary>Only rows within bounds, the edges included; null for all rows.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="sight">What the reader sees: a place that is not seen exactly is in the middle of its cell.</param>
    /// <param name="open">SQL for whether a row is open.</param>
    public RowFilter Within(GeoBounds? bounds, RowSight sight, string open)
    {
        if (bounds is not { } b)
            return this;
        var (longitude, latitude) = sight.Point(open, command);
        return And($"{longitude} between {command.Add(b.West)} and {command.Add(b.East)}")
            .And($"{latitude} between {command.Add(b.South)} and {command.Add(b.North)}");
    }

    /// <summary>Only rows with this value; null for all rows.</summary>
    public RowFilter Is(string condition, bool? value) => value is { } wanted ? And(wanted ? condition : $"not ({condition})") : this;
}

/// <summary>Positional parameters.</summary>
internal static class PositionalParameters
{
    /// <summary>Adds a value, and returns its name in the statement.</summary>
    public static string Add(this NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }
}
