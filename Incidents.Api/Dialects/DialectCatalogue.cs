using System.Collections.Frozen;
using System.Text.Json;
using System.Xml;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Reads the messages of one dialect: a pure function of the message.</summary>
/// <param name="message">The message, in UTF-8.</param>
/// <param name="reading">Takes the reports and refusals.</param>
internal delegate void DialectAdapter(DialectMessage message, DialectReading reading);

/// <summary>The dialects by name.</summary>
/// <param name="webhooks">Dialects that maps describe.</param>
internal sealed class DialectCatalogue(WebhookMaps webhooks)
{
    private static readonly FrozenDictionary<string, DialectAdapter> BuiltIn = new Dictionary<string, DialectAdapter>
    {
        ["reports"] = CanonicalReports.Read,
        ["frigate"] = FrigateMessages.Read,
        ["onvif"] = OnvifMessages.Read,
        ["hikvision"] = HikvisionEvents.Read,
        ["dahua"] = DahuaEvents.Read,
        ["axis"] = AxisPlates.Read,
        ["openalpr"] = OpenAlprMessages.Read,
        ["sos"] = SosTerminal.Read,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all dialects, in order.</summary>
    public IEnumerable<string> Names => BuiltIn.Keys.Concat(webhooks.Names).Order(StringComparer.Ordinal);

    /// <summary>Whether there is a dialect of a name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Why there is no dialect of a name.</summary>
    public Refusal Unknown(string name) => new(
        ErrorCode.DialectUnknown,
        $"There is no dialect '{ReportInterpreter.Beginning(name)}'; there are {string.Join(", ", Names)}.", "dialect");

    /// <summary>Reads a message.</summary>
    public DialectReading Read(DialectMessage message)
    {
        var reading = new DialectReading();
        if (Find(message.Dialect) is not { } adapter)
        {
            reading.Refuse(Unknown(message.Dialect));
            return reading;
        }
        try
        {
            adapter(message, reading);
        }
        // What the readers of JSON, XML and texts throw at bytes that are none. JSON may hold half of a surrogate pair, which only
        // reading the text shows.
        catch (Exception e) when (e is JsonException or XmlException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or InvalidDataException)
        {
            return reading.RefuseAll(ErrorCode.MessageUnreadable, $"It cannot be read as '{message.Dialect}': {e.Message}");
        }
        return reading;
    }

    private DialectAdapter? Find(string name) => BuiltIn.GetValueOrDefault(name) ?? webhooks.Find(name);
}
