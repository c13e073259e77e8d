using System.Xml.Linq;
using Incidents.Api.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Incidents.Api.Access.SignIn;

/// <summary>Keeps the keys of data protection in PostgreSQL.</summary>
/// <remarks>
/// They protect the cookies and the kept sessions. Whoever reads the database reads the keys too, but not the ids of sessions, of which it
/// has only hashes.
/// </remarks>
internal sealed class KeyRing(StorePools pools) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = pools.Upkeep.CreateCommand($"select element from {SignInTables.Schema}.key_ring order by id");
        using var rows = command.ExecuteReader();
        var elements = new List<XElement>();
        while (rows.Read())
            elements.Add(XElement.Parse(rows.GetString(0)));
        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = pools.Upkeep.CreateCommand($"insert into {SignInTables.Schema}.key_ring (name, element) values ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = friendlyName });
        command.Parameters.Add(new NpgsqlParameter { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
