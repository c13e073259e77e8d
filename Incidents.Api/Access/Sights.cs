using Incidents.Domain.Access;
using Incidents.Projections;

namespace Incidents.Api.Access;

/// <summary>Makes what a caller sees of the rows of a class from its grants.</summary>
/// <remarks>
/// Each grant shows what its role sees in its towns: who is analyst in one town and operator in another sees open things of the other and
/// snapped ones of the first. A request for fields of further classes shows only rows of grants that give all of these: the analyst's town
/// is left out of a list with streets, of incidents as of devices.
/// </remarks>
/// <param name="classes">Which roles see what.</param>
internal sealed class Sights(IDataClasses classes)
{
    /// <summary>What a caller sees of the rows of a class.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="dataClass">The class.</param>
    /// <param name="used">The classes of all fields of the request; null where they are not known.</param>
    public RowSight Of(Caller caller, string dataClass, IReadOnlySet<string>? used = null)
    {
        if (caller.IsHost)
            return RowSight.All;
        var isOfRows = dataClass == RowClasses.Row;
        var needed = isOfRows ? RowClasses.OfRows : dataClass == RowClasses.Device ? RowClasses.OfDevices : [];
        var parts = new List<SightPart>(caller.Grants.Count);
        foreach (var (role, towns) in caller.Grants)
        {
            var seeing = classes.Of(dataClass, role);
            var place = isOfRows ? classes.Of(RowClasses.Place, role) : seeing;
            if (seeing is Seeing.None || (used is not null && LacksAny(role, needed, used)))
                continue;
            parts.Add(new(towns, seeing is Seeing.Open, place is Seeing.None or Seeing.Snapped));
        }
        return RowSight.Of(parts);
    }

    private bool LacksAny(Role role, IReadOnlyList<string> needed, IReadOnlySet<string> used)
    {
        foreach (var other in needed)
        {
            if (used.Contains(other) && classes.Of(other, role) is Seeing.None)
                return true;
        }
        return false;
    }
}
