using Incidents.Domain.Access;

namespace Incidents.Api.Access;

/// <summary>What the access table says of fields and roles.</summary>
internal interface IDataClasses
{
    /// <summary>How a role sees the data of a class.</summary>
    /// <param name="dataClass">Name of the class, e.g. <c>row</c>.</param>
    /// <param name="role">The role.</param>
    Seeing Of(string dataClass, Role role);

    /// <summary>Name of the class of a field of the schema.</summary>
    /// <param name="type">The type, e.g. <c>Query</c>.</param>
    /// <param name="field">The field.</param>
    string ClassOf(string type, string field);
}

/// <summary>How a role sees the data of a class.</summary>
internal enum Seeing
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Only of what is open.</summary>
    Open,
    /// <summary>Snapped to cells.</summary>
    Snapped,
    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>Names of the classes of data by which rows are limited.</summary>
internal static class RowClasses
{
    /// <summary>An incident, alert, call or violation, without place and persons.</summary>
    public const string Row = "row";
    /// <summary>Coordinates.</summary>
    public const string Place = "place";
    /// <summary>What is finer than a cell.</summary>
    public const string Exact = "exact";
    /// <summary>What concerns a person.</summary>
    public const string Person = "person";
    /// <summary>Reads of plates by devices.</summary>
    public const string Vehicle = "vehicle";
    /// <summary>Tasks of municipal property.</summary>
    public const string Upkeep = "upkeep";
    /// <summary>Counts without cells.</summary>
    public const string Totals = "totals";
    /// <summary>Analyses and their jobs.</summary>
    public const string Analysis = "analysis";
    /// <summary>Forecasts.</summary>
    public const string Forecast = "forecast";
    /// <summary>Single devices.</summary>
    public const string Device = "device";
    /// <summary>What of a device is finer than a cell, or tells of its single reports.</summary>
    public const string DeviceExact = "device-exact";
    /// <summary>Numbers of devices, and what they watch.</summary>
    public const string DeviceTotals = "device-totals";

    /// <summary>Cases and everything in them, also of what is attached.</summary>
    public const string Case = "case";
    /// <summary>Commands on cases, which answer with the case.</summary>
    public const string CaseCommand = "case-command";

    /// <summary>The classes of which a row has fields: a row is seen where a role gives all of those that are asked for.</summary>
    public static readonly IReadOnlyList<string> OfRows = [Row, Place, Exact, Person, Case, CaseCommand];

    /// <summary>The same of devices.</summary>
    public static readonly IReadOnlyList<string> OfDevices = [Device, DeviceExact, Exact];
}
