using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Violations;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>What a row of a list says of a device.</summary>
/// <param name="Kind">Its kind, or null.</param>
/// <param name="Details">What else it says.</param>
/// <param name="Certificate">A certificate, or null.</param>
internal sealed record ListedDevice(DeviceKind? Kind, DeviceDetails Details, RecorderCertificate? Certificate)
{
    public static readonly ListedDevice None = new(null, DeviceDetails.None, null);
}

/// <summary>Reads the columns of a list of devices: numbers and days as clerks write them.</summary>
/// <remarks>
/// A number may have blanks between its digits, and a comma before its decimals, but not where it may stand for thousands; tenge have no
/// decimals but zeros; a day is ISO 8601 or <c>31.12.2026</c>. What is written
/// otherwise refuses the row: half of a list would be worse than none.
/// </remarks>
internal static class DeviceColumns
{
    /// <summary>The kind of report.</summary>
    public const string Kind = RegisterDevice.Kind;

    /// <summary>The keys of a map, besides those that all kinds have.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "deviceKind", "model", "owner", "directionDegrees", "fieldOfViewDegrees", "rangeMetres", "plannedOn", "installedOn", "acceptedOn",
        "costTenge", "yearlyUpkeepTenge", "certificateNumber", "certificateValidUntil", "certificateIssuedBy",
    ];

    private static readonly LocalDatePattern[] Days =
        [LocalDatePattern.Iso, LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu")];

    /// <summary>Reads a row.</summary>
    /// <param name="text">The text of a key; null where it has no column or the column is blank.</param>
    /// <param name="device">What it says.</param>
    /// <param name="fault">Why it is refused.</param>
    public static bool TryRead(Func<string, string?> text, out ListedDevice device, [NotNullWhen(false)] out Refusal? fault)
    {
        (device, fault) = (ListedDevice.None, null);
        if (!Keys.Any(key => Said(text, key) is not null))
            return true;
        var reading = new Reading(text);
        var details = new DeviceDetails(
            reading.Number("directionDegrees"), reading.Number("fieldOfViewDegrees"), reading.Number("rangeMetres"), Said(text, "owner"),
            reading.Day("plannedOn"), reading.Day("installedOn"), reading.Day("acceptedOn"), reading.Tenge("costTenge"),
            reading.Tenge("yearlyUpkeepTenge"));
        device = new(reading.Kind(), details, reading.Certificate());
        fault = reading.Fault;
        return fault is null;
    }

    private static string? Said(Func<string, string?> text, string key) => Texts.OrNull(text(key))?.Trim();

    private sealed class Reading(Func<string, string?> text)
    {
        public Refusal? Fault { get; private set; }

        public DeviceKind? Kind() => Said(text, "deviceKind") is not { } name ? null
            : Enum.GetNames<DeviceKind>().Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<DeviceKind>(name, ignoreCase: true)
            : Wrong<DeviceKind>("deviceKind", ErrorCode.DeviceKindUnknown, name, "camera, recorder or sosTerminal");

        public RecorderCertificate? Certificate()
        {
            var (until, by) = (Day("certificateValidUntil"), Said(text, "certificateIssuedBy"));
            if (Said(text, "certificateNumber") is { } number)
                return new(number, until ?? default, by);
            if (until is not null || by is not null)
                Fault ??= Refusals.Missing("certificateNumber");
            return null;
        }

        public double? Number(string key) => Said(text, key) is not { } written ? null
            : IsOfThousands(written) ? Wrong<double>(key, ErrorCode.BadInput, written, "a number: its comma may stand for thousands")
            : double.TryParse(Digits(written), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : Wrong<double>(key, ErrorCode.BadInput, written, "a number");

        // Tenge have no decimals in a list: 1,500 may be a thousand and a half or fifteen hundred, and 1.5 is none.
        public long? Tenge(string key) => Said(text, key) is not { } written ? null
            : long.TryParse(WholePart(Digits(written)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
                ? amount
                : Wrong<long>(key, ErrorCode.BadInput, written, "an amount of whole tenge");

        public LocalDate? Day(string key)
        {
            if (Said(text, key) is not { } written)
                return null;
            foreach (var pattern in Days)
            {
                if (pattern.Parse(written) is { Success: true } day)
                    return day.Value;
            }
            return Wrong<LocalDate>(key, ErrorCode.BadInput, written, "a day such as 2026-12-31 or 31.12.2026");
        }

        private static string WholePart(string number) =>
            number.EndsWith(".00", StringComparison.Ordinal) ? number[..^3]
            : number.EndsWith(".0", StringComparison.Ordinal) ? number[..^2]
            : number;

        // Three digits after the only comma, and no more than three before it.
        private static bool IsOfThousands(string written) =>
            Digits(written).TrimStart('-', '+') is var number && number.Length - 4 is >= 1 and <= 3 && written.Contains(',')
            && number.IndexOf('.') == number.Length - 4 && number[0] != '0';

        // Ordinary, no-break and narrow blanks between the digits.
        private static string Digits(string written) =>
            string.Concat(written.Where(c => !char.IsWhiteSpace(c))).Replace(',', '.');

        private T? Wrong<T>(string key, ErrorCode code, string written, string wanted) where T : struct
        {
            Fault ??= new(code, $"'{ReportInterpreter.Beginning(written)}' is not {wanted}.", key);
            return null;
        }
    }
}
