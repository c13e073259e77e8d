using System.Text.Json.Nodes;

namespace Incidents.Tests.Feeds;

/// <summary>What NENA-STA-021.1a requires of an Emergency Incident Data Object, by its sections.</summary>
/// <remarks>
/// A component is named as the member that holds it; <c>*</c> stands for all components, whose prologue section 2.1 describes, and
/// <c>eido</c> for the object itself.
/// </remarks>
internal static class EidoStandard
{
    /// <summary>The required elements.</summary>
    public static readonly IReadOnlyList<RequiredElement> Required =
    [
        new("2.1", "*", "$id"), new("2.1", "*", "lastUpdateTimeStamp"), new("2.1", "*", "updatedByAgencyReference"),
        new("2.4", "eido", "eidoVersion"), new("2.4", "eido", "issuingElementIdentification"), new("2.4", "eido", "agencyComponent"),
        new("2.5", "agentComponent", "agentRoleRegistryText"), new("2.5", "agentComponent", "agencyReference"),
        new("2.6", "agencyComponent", "agencyRoleDescriptionRegistryText"), new("2.6", "agencyComponent", "agencyType"),
        new("2.7", "mergeComponent", "incidentTrackingIdentifier"), new("2.7", "mergeComponent", "incidentMergeDirectionCode"),
        new("2.8", "linkComponent", "incidentTrackingIdentifier"), new("2.8", "linkComponent", "linkDirectionCode"),
        new("2.9", "incidentComponent", "incidentTypeCommonRegistryText"),
        new("2.10", "callComponent", "standardPrimaryCallType"), new("2.10", "callComponent", "direction"),
        new("2.10", "callComponent", "callStartTimestamp"), new("2.10", "callComponent", "callStateRegistryText"),
        new("2.14", "dispositionComponent", "dispositionCommonRegistryCode"),
        new("2.15", "notesComponent", "notesActionComments"),
        new("2.16", "personComponent", "personIncidentRoleRegistryText"),
        new("2.17", "vehicleComponent", "vehicleRelationshipType"), new("2.17", "vehicleComponent", "vehicleRelationshipTimeStamp"),
        new("2.18", "locationComponent", "locationTypeDescriptionRegistryText"),
        new("2.20", "emergencyResourceComponent", "emergencyResourceTypeCommonRegistryText"),
        new("2.20", "emergencyResourceComponent", "resourceAttributeRegistryText"),
        new("2.20", "emergencyResourceComponent", "primaryUnitStatusRegistryText"),
        new("2.20", "emergencyResourceComponent", "secondaryUnitStatusRegistryText"),
        new("2.20", "emergencyResourceComponent", "agentReference"),
    ];

    /// <summary>The required elements that an object lacks. One that is an empty list or text is not there.</summary>
    public static IEnumerable<RequiredElement> Missing(JsonObject eido) =>
        from required in Required
        from parent in Parents(eido, required.Parent)
        where IsEmpty(parent[required.Element])
        select required;

    /// <summary>The components of a name.</summary>
    public static IEnumerable<JsonObject> Parents(JsonObject eido, string name) => name switch
    {
        "eido" => [eido],
        "*" => [eido, .. Components(eido).Select(component => component.Component)],
        _ => Components(eido).Where(component => component.Name == name).Select(component => component.Component),
    };

    /// <summary>The references of an object to components that it does not have (2.3).</summary>
    public static IEnumerable<string> Dangling(JsonObject eido)
    {
        var ids = Parents(eido, "*").Select(component => (string?)component["$id"]).ToHashSet();
        return References(eido).Where(reference => !ids.Contains(reference));
    }

    private static IEnumerable<(string Name, JsonObject Component)> Components(JsonObject eido)
    {
        foreach (var (name, value) in eido.Where(member => member.Key.EndsWith("Component", StringComparison.Ordinal)))
        {
            foreach (var component in value is JsonArray list ? list.Select(item => item!.AsObject()) : [value!.AsObject()])
            {
                yield return (name, component);
                // A disposition is within its incident.
                foreach (var inner in Components(component))
                    yield return inner;
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject one when one["$ref"] is { } reference => [(string)reference!],
        JsonObject one => one.SelectMany(member => References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonValue value => value.TryGetValue<string>(out var text) && text.Length == 0,
        _ => false,
    };
}
