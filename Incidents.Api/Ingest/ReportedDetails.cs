using Incidents.Domain;
using Incidents.Domain.Devices;

namespace Incidents.Api.Ingest;

/// <summary>What a report says of a device besides its kind, place and model.</summary>
internal static class ReportedDetails
{
    /// <summary>What it says; <see cref="DeviceDetails.None"/> for nothing, as nearly every report does.</summary>
    public static DeviceDetails Of(Report r) => r is
    {
        DirectionDegrees: null, FieldOfViewDegrees: null, RangeMetres: null, Owner: null, PlannedOn: null, InstalledOn: null,
        AcceptedOn: null, CostTenge: null, YearlyUpkeepTenge: null,
    }
        ? DeviceDetails.None
        : new(
            r.DirectionDegrees, r.FieldOfViewDegrees, r.RangeMetres, Texts.OrNull(r.Owner), r.PlannedOn, r.InstalledOn, r.AcceptedOn,
            r.CostTenge, r.YearlyUpkeepTenge);
}
