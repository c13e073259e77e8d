namespace Incidents.Domain.Dispatch;

/// <summary>Kind of a signal, from which an incident is opened or which is linked to it.</summary>
public enum SignalKind
{
    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,

    /// <summary>A plate that a reader read. It is found by its plate; no incident is opened from it.</summary>
    PlateRead,
}

/// <summary>A signal, by kind and stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its stream.</param>
public sealed record Signal(SignalKind Kind, Guid Id)
{
    /// <summary>
    /// Type of the stream of a signal of its kind (<see cref="IStreamBeginning.StreamType"/>); empty for a plate read, which is linked to
    /// no incident.
    /// </summary>
    public string StreamType() => Kind switch
    {
        SignalKind.Alert => "alert",
        SignalKind.SosCall => "sos_call",
        SignalKind.PlateRead => "",
        _ => "violation",
    };
}
