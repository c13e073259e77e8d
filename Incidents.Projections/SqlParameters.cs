using Npgsql;

namespace Incidents.Projections;

/// <summary>Adds parameters to a command and names them by their number.</summary>
/// <param name="parameters">The parameters of the command.</param>
internal sealed class SqlParameters(NpgsqlParameterCollection parameters)
{
    /// <summary>Adds a value; returns its name in the SQL.</summary>
    public string Add<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
