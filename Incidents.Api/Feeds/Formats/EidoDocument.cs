using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Feeds;

namespace Incidents.Api.Feeds.Formats;

/// <summary>A thing as an Emergency Incident Data Object (NENA-STA-021.1a); which element says what is in docs/feeds.md.</summary>
/// <remarks>Each object is whole: a receiver that missed one lacks nothing after the next.</remarks>
internal static class EidoDocument
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/emergency.eido+json; version=\"1.0\"";

    private const string Version = "1.0";
    private const string Vocabulary = "./JSON-LD_Contexts/EmergencyIncidentDataObjectType.jsonld";

    /// <summary>The object as bytes.</summary>
    /// <param name="thing">The thing as the receiver sees it.</param>
    /// <param name="context">What else it says.</param>
    public static byte[] Of(FeedThing thing, FeedContext context) => JsonSerializer.SerializeToUtf8Bytes(Node(thing, context));

    /// <summary>The incident tracking identifier of a thing.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="domain">Domain name of this installation.</param>
    public static string TrackingId(Guid thing, string domain) => $"urn:emergency:uid:incidentid:{thing:N}:{domain}";

    /// <summary>The object.</summary>
    /// <param name="thing">The thing as the receiver sees it.</param>
    /// <param name="context">What else it says.</param>
    public static JsonObject Node(FeedThing thing, FeedContext context)
    {
        var parts = new Parts(thing, context);
        var eido = parts.Component(TrackingId(thing.Id, context.Domain));
        eido["eidoVersion"] = Version;
        eido["issuingElementIdentification"] = context.Domain;
        Add(eido, "mergeComponent", [.. Merges(parts)]);
        Add(eido, "linkComponent", [.. Links(parts)]);
        eido["incidentComponent"] = Incident(parts);
        if (thing.Kind is FeedKind.SosCall)
            eido["callComponent"] = new JsonArray(Call(parts));
        Add(eido, "dispatchComponent", [.. Dispatches(parts)]);
        Add(eido, "notesComponent", [.. Notes(parts)]);
        Add(eido, "emergencyResourceComponent", [.. thing.Units.Select((unit, i) => Resource(parts, unit, i))]);
        eido["agencyComponent"] = new JsonArray(Agency(parts));
        Add(eido, "agentComponent", [.. thing.Units.Select((_, i) => Agent(parts, i))]);
        Add(eido, "locationComponent", [EidoLocation.Of(parts)]);
        Add(eido, "vehicleComponent", [.. Vehicles(parts)]);
        eido["@context"] = new JsonObject { ["@vocab"] = Vocabulary };
        return eido;
    }

    private static JsonObject Incident(Parts parts)
    {
        var (thing, context) = (parts.Thing, parts.Context);
        var incident = parts.Component(parts.Id("incident"));
        incident["incidentTypeInternalCode"] = thing.Category;
        incident["incidentTypeInternalText"] = context.Category?.NameEn ?? thing.Category;
        incident["incidentTypeCommonRegistryText"] = EidoTypes.Of(thing.Category, thing.Kind);
        incident["incidentStatusInternalText"] = new JsonArray(thing.Status);
        incident["incidentStatusCommonRegistryText"] = new JsonArray([.. Statuses(thing).Select(status => JsonValue.Create(status))]);
        incident["internalIncidentId"] = thing.Id.ToString();
        incident["incidentPriorityInternalText"] = context.Urgency.ToString(CultureInfo.InvariantCulture);
        // From 0 to 10, of which 10 is the most urgent.
        incident["incidentCommonPriorityNumber"] = context.Urgency switch { 1 => 10, 2 => 7, 3 => 4, _ => 1 };
        incident["locationReference"] = parts.References("location");
        if (thing.Plate is not null)
            incident["vehicleReference"] = parts.References("vehicle");
        if (thing.Description is not null)
            incident["notesReference"] = parts.References("description");
        return incident;
    }

    private static IEnumerable<string> Statuses(FeedThing thing)
    {
        yield return thing.Phase switch
        {
            FeedPhase.Active => "Active",
            FeedPhase.Over => "Closed",
            _ => "Cancelled",
        };
        if (thing.Phase is not FeedPhase.Active)
            yield break;
        if (thing.Units.Any(unit => unit.Status is UnitStatus.Assigned))
            yield return "ResourcesAssigned";
        if (thing.Units.Any(unit => unit.Status is UnitStatus.OnScene))
            yield return "ResourcesOnscene";
    }

    private static JsonObject Agency(Parts parts)
    {
        var agency = parts.Component(parts.Context.Domain);
        agency["agencyRoleDescriptionRegistryText"] = parts.Thing.Kind is FeedKind.SosCall
            ? new JsonArray("CallReceiving", "Dispatching")
            : new JsonArray("Dispatching");
        agency["agencyType"] = new JsonArray("psap");
        agency["incidentOwningAgencyIndicator"] = true;
        return agency;
    }

    private static JsonObject Call(Parts parts)
    {
        var thing = parts.Thing;
        var call = parts.Component($"urn:emergency:uid:callid:{thing.Id:N}:{parts.Context.Domain}");
        call["standardPrimaryCallType"] = "emergency";
        call["direction"] = "incoming";
        call["callStartTimestamp"] = FeedTimes.Rfc3339(thing.OccurredAt);
        if (thing.AnsweredAt is { } answered)
            call["answerDate"] = FeedTimes.Rfc3339(answered);
        call["callStateRegistryText"] = thing.Phase is not FeedPhase.Active ? "callEnd"
            : thing.AnsweredAt is null ? "callBegin" : "callAnswered";
        call["locationReference"] = parts.References("location");
        return call;
    }

    private static IEnumerable<JsonObject> Merges(Parts parts)
    {
        if (parts.Thing.MergedInto is { } into)
            yield return Merge(into, "REPLACING");
        foreach (var absorbed in parts.Thing.Absorbed)
            yield return Merge(absorbed, "REPLACED");

        JsonObject Merge(Guid other, string direction)
        {
            var merge = parts.Component(parts.Id($"merge-{other:N}"));
            merge["incidentTrackingIdentifier"] = TrackingId(other, parts.Context.Domain);
            merge["incidentMergeDirectionCode"] = direction;
            return merge;
        }
    }

    private static IEnumerable<JsonObject> Links(Parts parts) => parts.Thing.Signals.Select(signal =>
    {
        var link = parts.Component(parts.Id($"link-{signal.Id:N}"));
        link["incidentTrackingIdentifier"] = TrackingId(signal.Id, parts.Context.Domain);
        link["linkDirectionCode"] = "RELATED";
        return link;
    });

    private static IEnumerable<JsonObject> Dispatches(Parts parts)
    {
        if (parts.Thing.Units.Count == 0)
            yield break;
        var dispatch = parts.Component(parts.Id("dispatch"));
        dispatch["agencyReference"] = Parts.Reference(parts.Context.Domain);
        dispatch["emergencyResourceReference"] =
            new JsonArray([.. parts.Thing.Units.Select((_, i) => Parts.Reference(parts.Id($"unit-{i}")))]);
        yield return dispatch;
    }

    private static JsonObject Resource(Parts parts, AssignedUnit unit, int index)
    {
        var (primary, secondary) = unit.Status switch
        {
            UnitStatus.Assigned => ("NotAvailable", "Assigned"),
            UnitStatus.OnScene => ("NotAvailable", "OnScene"),
            UnitStatus.Cancelled => ("ConditionallyAvailable", "AssignmentCancelled"),
            UnitStatus.Diverted => ("NotAvailable", "Cleared"),
            _ => ("ConditionallyAvailable", "Cleared"),
        };
        var resource = parts.Component(parts.Id($"unit-{index}"));
        resource["emergencyResourceTypeCommonRegistryText"] = "PatrolUnit";
        resource["emergencyResourceName"] = unit.Unit;
        resource["primaryUnitStatusRegistryText"] = primary;
        resource["secondaryUnitStatusRegistryText"] = new JsonArray(secondary);
        resource["resourceAttributeRegistryText"] = new JsonArray("EmergencyVehicleOperator");
        resource["unitStatusInternal"] = new JsonArray(unit.Status.ToString());
        resource["agentReference"] = parts.References($"agent-{index}");
        return resource;
    }

    private static JsonObject Agent(Parts parts, int index)
    {
        var agent = parts.Component(parts.Id($"agent-{index}"));
        agent["agentRoleRegistryText"] = new JsonArray("Dispatching");
        agent["agencyReference"] = Parts.Reference(parts.Context.Domain);
        return agent;
    }

    // A note is HTML 5.
    private static IEnumerable<JsonObject> Notes(Parts parts)
    {
        if (parts.Thing.Description is { } description)
            yield return Note("description", description);
        if (parts.Thing.Plate is { } plate)
            yield return Note("plate", plate);

        JsonObject Note(string name, string text)
        {
            var note = parts.Component(parts.Id(name));
            note["notesActionComments"] = WebUtility.HtmlEncode(text);
            return note;
        }
    }

    private static IEnumerable<JsonObject> Vehicles(Parts parts)
    {
        if (parts.Thing.Plate is null)
            yield break;
        var vehicle = parts.Component(parts.Id("vehicle"));
        vehicle["vehicleRelationshipType"] = new JsonArray("InvolvedVehicle");
        vehicle["vehicleRelationshipTimeStamp"] = FeedTimes.Rfc3339(parts.Thing.OccurredAt);
        vehicle["notesReference"] = parts.References("plate");
        yield return vehicle;
    }

    private static void Add(JsonObject eido, string name, JsonObject[] components)
    {
        if (components.Length > 0)
            eido[name] = new JsonArray([.. components]);
    }

    /// <summary>Makes what components share: their prologue and references between them.</summary>
    /// <param name="Thing">The thing.</param>
    /// <param name="Context">What else the object says.</param>
    internal sealed record Parts(FeedThing Thing, FeedContext Context)
    {
        /// <summary>The id of a component: the same in every object about the thing.</summary>
        public string Id(string name) => Identity.Event(Thing.Id, "eido", name).ToString();

        /// <summary>A component with its prologue.</summary>
        public JsonObject Component(string id) => new()
        {
            ["$id"] = id,
            ["lastUpdateTimeStamp"] = FeedTimes.Rfc3339(Thing.ChangedAt),
            ["updatedByAgencyReference"] = Reference(Context.Domain),
        };

        /// <summary>A reference to a component.</summary>
        public static JsonObject Reference(string id) => new() { ["$ref"] = id };

        /// <summary>A list with a reference to a component.</summary>
        public JsonArray References(string name) => new(Reference(Id(name)));
    }
}
