using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;

namespace Incidents.Api.Store;

/// <summary>What <c>mt_streams.type</c> says of a stream, told by its first event.</summary>
internal static class StreamType
{
    public static string Of(IDomainEvent birth) => birth switch
    {
        AlertRaised => "alert",
        SosCallPlaced => "sos_call",
        ViolationRecorded => "violation",
        IncidentOpened => "incident",
        WithdrawalUnmatched => "unmatched_withdrawal",
        DeviceRegistered => "device",
        ForecastSealed or ForecastMissed => "forecast",
        _ => throw new InvalidOperationException($"A stream cannot begin with {birth.GetType().Name}."),
    };
}
