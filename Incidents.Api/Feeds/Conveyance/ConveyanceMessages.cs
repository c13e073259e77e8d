using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Incidents.Api.Feeds.Conveyance;

/// <summary>Status codes of answers (NENA-STA-024.1a, 2.1.5 and 2.1.6).</summary>
internal static class ConveyanceStatus
{
    public const int Ok = 200;
    public const int BadRequest = 400;
    public const int NotAcceptable = 406;
    public const int NoSuchSubscription = 481;
}

/// <summary>A request of a subscriber: an object with one member, which names it.</summary>
/// <param name="Name">The name: <c>subscribe</c>, <c>unsubscribe</c>, <c>eventResponse</c> or <c>terminateResponse</c>.</param>
/// <param name="Body">What it says.</param>
internal sealed partial record ConveyanceRequest(string Name, JsonElement Body)
{
    private const string Accepted = "application/emergency.eido+json";

    /// <summary>Reads a request; null where it is none.</summary>
    /// <param name="bytes">The message.</param>
    public static ConveyanceRequest? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.EnumerateObject().ToArray() is [var member]
                && member.Value.ValueKind is JsonValueKind.Object
                    ? new(member.Name, member.Value.Clone())
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text of the body, or null.</summary>
    public string? Text(string name) =>
        Body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number of the body, or null.</summary>
    public int? Number(string name) =>
        Body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>Whether the body has a member.</summary>
    public bool Has(string name) => Body.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>Why a new subscription is refused (2.1.5.1), or null.</summary>
    public (int Status, string Text)? Fault()
    {
        if (Text("requestId") is not { Length: > 0 })
            return (ConveyanceStatus.BadRequest, "requestId is missing");
        if (Text("requestType") is not "EIDO")
            return (ConveyanceStatus.BadRequest, "requestType is EIDO");
        if (Text("requestSubType") is not "new")
            return (ConveyanceStatus.BadRequest, "requestSubType is new here");
        if (Has("incidentId"))
            return (ConveyanceStatus.BadRequest, "incidentId is for single incidents");
        if (Has("qualFilter") || Has("minRate") || Has("maxRate"))
            return (ConveyanceStatus.BadRequest, "The filter and the rate are those of the receiver here");
        return Text("requestAccepts") is { } accepts && accepts.Contains(Accepted, StringComparison.OrdinalIgnoreCase)
            && HasVersion(accepts)
            ? null
            : (ConveyanceStatus.NotAcceptable, $"{Accepted} of version 1 is sent");
    }

    // The major versions are a list with commas.
    private static bool HasVersion(string accepts) => VersionList().Match(accepts) is { Success: true } found
        && found.Groups[1].Value.Split(',').Any(version => version.Trim() is "1" or "1.0");

    [GeneratedRegex("""version\s*=\s*["“”]?([0-9.,\s]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex VersionList();
}

/// <summary>What the notifier sends.</summary>
internal static class ConveyanceAnswers
{
    /// <summary>Answers a subscription (2.1.5.1.2).</summary>
    public static JsonObject Subscribed(string requestId, Guid? subscription, int? expires, int status, string text) => Of(
        "subscribeResponse", requestId, subscription, status, text, expires);

    /// <summary>Answers the end of one (2.1.5.2.2).</summary>
    public static JsonObject Unsubscribed(string requestId, Guid? subscription, int status, string text) => Of(
        "unsubscribeResponse", requestId, subscription, status, text);

    /// <summary>Ends a subscription (2.1.6.4).</summary>
    public static JsonObject Terminated(Guid subscription) => new()
    {
        ["terminate"] = new JsonObject { ["requestId"] = Guid.NewGuid().ToString(), ["subscriptionId"] = subscription.ToString() },
    };

    /// <summary>Tells of an incident (2.1.6.2).</summary>
    public static JsonObject Event(Guid subscription, Guid message, JsonNode eido) => new()
    {
        ["event"] = new JsonObject
        {
            ["subscriptionId"] = subscription.ToString(),
            ["transactionId"] = message.ToString(),
            ["notification"] = new JsonArray(eido),
        },
    };

    private static JsonObject Of(string name, string requestId, Guid? subscription, int status, string text, int? expires = null)
    {
        var body = new JsonObject { ["requestId"] = requestId };
        if (subscription is { } id)
            body["subscriptionId"] = id.ToString();
        if (expires is { } seconds)
            body["expires"] = seconds;
        body["statusCode"] = status;
        body["statusText"] = text;
        return new() { [name] = body };
    }
}
