using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>What the registry says of a device besides its kind, place and model. Null is what it does not say, which is not 0.</summary>
/// <param name="DirectionDegrees">Where it looks: degrees clockwise from north, from 0 to below 360.</param>
/// <param name="FieldOfViewDegrees">Width of what it sees, in degrees: above 0, at most 360.</param>
/// <param name="RangeMetres">How far it sees, in metres: above 0, at most 5,000.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="PlannedOn">Local day on which it is to be in service by the plan.</param>
/// <param name="InstalledOn">Local day on which it was installed.</param>
/// <param name="AcceptedOn">Local day on which it was accepted: from then on its availability counts.</param>
/// <param name="CostTenge">What it costs with its installation, in tenge.</param>
/// <param name="YearlyUpkeepTenge">What its upkeep costs a year, in tenge.</param>
public sealed record DeviceDetails(
    double? DirectionDegrees = null, double? FieldOfViewDegrees = null, double? RangeMetres = null, string? Owner = null,
    LocalDate? PlannedOn = null, LocalDate? InstalledOn = null, LocalDate? AcceptedOn = null, long? CostTenge = null,
    long? YearlyUpkeepTenge = null)
{
    /// <summary>The most that a device or its upkeep costs: a thousand milliard tenge.</summary>
    public const long MostTenge = 1_000_000_000_000;

    /// <summary>Nothing is said.</summary>
    public static readonly DeviceDetails None = new();

    /// <summary>It was accepted before it was installed.</summary>
    public static readonly Refusal AcceptedTooEarly =
        new(ErrorCode.DeviceAcceptedTooEarly, "A device is accepted on the day of its installation or later.", "acceptedOn");

    /// <summary>Why the values are refused, or null; the clock is not looked at.</summary>
    /// <param name="field">What precedes the name of each field, with its full stop; empty where they stand by themselves.</param>
    public Refusal? Check(string field) =>
        Within(DirectionDegrees is null or (>= 0 and < 360), $"{field}directionDegrees", "from 0 to below 360 degrees")
        ?? Within(FieldOfViewDegrees is null or (> 0 and <= 360), $"{field}fieldOfViewDegrees", "above 0 and at most 360 degrees")
        ?? Within(RangeMetres is null or (> 0 and <= 5_000), $"{field}rangeMetres", "above 0 and at most 5,000 metres")
        ?? Texts.Owner.CheckOptional(Owner, $"{field}owner") ?? Day(PlannedOn, $"{field}plannedOn")
        ?? Day(InstalledOn, $"{field}installedOn") ?? Day(AcceptedOn, $"{field}acceptedOn")
        ?? Tenge(CostTenge, $"{field}costTenge") ?? Tenge(YearlyUpkeepTenge, $"{field}yearlyUpkeepTenge")
        ?? (AcceptedOn < InstalledOn ? AcceptedTooEarly : null);

    /// <summary>These values, and where they say nothing those that were known before.</summary>
    /// <param name="before">What was known before; null for nothing.</param>
    public DeviceDetails Over(DeviceDetails? before) => before is null ? this : new(
        DirectionDegrees ?? before.DirectionDegrees, FieldOfViewDegrees ?? before.FieldOfViewDegrees, RangeMetres ?? before.RangeMetres,
        Owner ?? before.Owner, PlannedOn ?? before.PlannedOn, InstalledOn ?? before.InstalledOn, AcceptedOn ?? before.AcceptedOn,
        CostTenge ?? before.CostTenge, YearlyUpkeepTenge ?? before.YearlyUpkeepTenge);

    /// <summary>Why an amount of money is refused, or null.</summary>
    internal static Refusal? Tenge(long? amount, string field) => amount is null or (>= 0 and <= MostTenge)
        ? null
        : new(ErrorCode.TengeOutOfRange, $"'{field}' is from 0 to {MostTenge} tenge.", field);

    /// <summary>Why a day of a plan or of a paper is refused, or null.</summary>
    internal static Refusal? Day(LocalDate? day, string field) => day is null or { Year: >= 1990 and <= 2100 }
        ? null
        : new(ErrorCode.DayOutOfRange, $"'{field}' is a day of the years 1990 to 2100.", field);

    /// <summary>The refusal of what was done on a day that has not come.</summary>
    internal Refusal? InFuture(LocalDate today) =>
        InstalledOn > today ? EventTime.InFuture("installedOn") : AcceptedOn > today ? EventTime.InFuture("acceptedOn") : null;

    private static Refusal? Within(bool isWithin, string field, string range) =>
        isWithin ? null : new(ErrorCode.ViewOutOfRange, $"'{field}' is {range}.", field);
}

/// <summary>A certificate of a device, as a recorder needs one for what it measures.</summary>
/// <param name="Number">Its number; the same number again replaces it.</param>
/// <param name="ValidUntil">Last day on which it is valid.</param>
/// <param name="ValidFrom">First day on which it is valid, or null where that is not known.</param>
/// <param name="IssuedBy">The laboratory, or null.</param>
public sealed record DeviceCertificate(string Number, LocalDate ValidUntil, LocalDate? ValidFrom = null, string? IssuedBy = null)
{
    /// <summary>It ends before it begins.</summary>
    public static readonly Refusal Reversed =
        new(ErrorCode.CertificateReversed, "The last day of the certificate is before its first.", "certificate.validUntil");

    /// <summary>This one, and where it says nothing what the one of its number among those said.</summary>
    public DeviceCertificate Over(IReadOnlyList<DeviceCertificate> known) =>
        known.FirstOrDefault(other => other.Number == Number) is { } before
            ? this with { ValidFrom = ValidFrom ?? before.ValidFrom, IssuedBy = IssuedBy ?? before.IssuedBy }
            : this;

    /// <summary>Why it is refused, or null. A day that JSON leaves out reads as 1 January of the year 1.</summary>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string field) =>
        Texts.CertificateNumber.Check(Number, $"{field}.number") ?? (ValidUntil == default ? Refusals.Missing($"{field}.validUntil") : null)
        ?? DeviceDetails.Day(ValidUntil, $"{field}.validUntil") ?? DeviceDetails.Day(ValidFrom, $"{field}.validFrom")
        ?? Texts.Issuer.CheckOptional(IssuedBy, $"{field}.issuedBy") ?? (ValidUntil < ValidFrom ? Reversed : null);
}

/// <summary>Work on a device: its upkeep, a repair, a verification.</summary>
/// <param name="Number">The number of the order; the same number again replaces it.</param>
/// <param name="Work">What is done, in a code or in words.</param>
/// <param name="PlannedOn">The day for which it is planned, or null.</param>
/// <param name="DoneOn">The day on which it was done, or null while it is not.</param>
/// <param name="CostTenge">What it costs, in tenge, or null where that is not known.</param>
public sealed record DeviceMaintenance(
    string Number, string Work, LocalDate? PlannedOn = null, LocalDate? DoneOn = null, long? CostTenge = null)
{
    /// <summary>Neither planned nor done.</summary>
    public static readonly Refusal WithoutDay =
        new(ErrorCode.MaintenanceWithoutDay, "Maintenance has the day for which it is planned, or on which it was done.", "plannedOn");

    /// <summary>Why it is refused, or null; the clock is not looked at.</summary>
    public Refusal? Check() =>
        Texts.Reference.Check(Number, "number") ?? Texts.Reason.Check(Work, "work")
        ?? DeviceDetails.Day(PlannedOn, "plannedOn") ?? DeviceDetails.Day(DoneOn, "doneOn") ?? DeviceDetails.Tenge(CostTenge, "costTenge")
        ?? (PlannedOn is null && DoneOn is null ? WithoutDay : null);
}
