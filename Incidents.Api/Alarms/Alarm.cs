using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>What an alarm of the system itself is about.</summary>
public enum AlarmKind
{
    /// <summary>A disk is nearly full: `value` and `threshold` are shares that are free.</summary>
    DiskNearlyFull = 1,
    /// <summary>The read models are behind the events: seconds.</summary>
    ReadModelsBehind,
    /// <summary>Many reports became dead letters: letters within an hour.</summary>
    DeadLettersGrowing,
    /// <summary>Events are quarantined: number of events.</summary>
    QuarantineNotEmpty,
    /// <summary>The latest base backup is too old: seconds.</summary>
    BackupLate,
    /// <summary>The latest base backup failed.</summary>
    BackupFailed,
    /// <summary>The copy of the write-ahead log is behind: seconds.</summary>
    BackupLogBehind,
    /// <summary>The certificate of the web server expires: days that are left.</summary>
    CertificateExpires,
    /// <summary>A source that usually reports is silent: seconds.</summary>
    SourceSilent,
    /// <summary>Evidence whose bytes are damaged or missing: number of contents.</summary>
    EvidenceDamaged,
    /// <summary>A host cannot sign the log of commitments; its own log says why.</summary>
    ProofsNotSigned,
    /// <summary>The log of commitments began anew, as after a restore: number of the log in this database.</summary>
    ProofLogRestarted,
    /// <summary>Rules, deadlines or feeds, which the subject names, are behind the events: seconds.</summary>
    ReactionBehind,
    /// <summary>Rules, deadlines or feeds have passed over events that they could not react to: number of events.</summary>
    ReactionPassedOver,
}

/// <summary>An alarm of the system itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is about; it says the unit of `value` and `threshold`.</param>
/// <param name="Subject">The disk, machine or source that it is about; empty where there is only one.</param>
/// <param name="Value">What was measured when it was raised.</param>
/// <param name="Threshold">The value from which on it is raised.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="ClearedAt">When its cause was found gone; null while it is open.</param>
/// <param name="Deliveries">The messages about it, in the order in which they are sent.</param>
public sealed record Alarm(
    long Id, AlarmKind Kind, string Subject, double Value, double Threshold, Instant RaisedAt, Instant? ClearedAt,
    IReadOnlyList<AlarmDelivery> Deliveries);

/// <summary>A message about an alarm to one receiver.</summary>
/// <param name="Channel">The receiver: the kind of channel and the host; not the whole address, which may be secret.</param>
/// <param name="IsAllClear">Whether it says that the cause is gone.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="DeliveredAt">When the receiver took it; null while it is tried again.</param>
/// <param name="Failure">Why the latest attempt failed, or null.</param>
public sealed record AlarmDelivery(string Channel, bool IsAllClear, int Attempts, Instant? DeliveredAt, string? Failure);

/// <summary>What a condition says at present.</summary>
internal enum AlarmLevel
{
    /// <summary>The alarm is over.</summary>
    Good,
    /// <summary>Neither: an open alarm stays open, and none is raised.</summary>
    Between,
    /// <summary>The alarm is raised.</summary>
    Bad,
}

/// <summary>A condition as it was read.</summary>
/// <param name="Kind">The kind of alarm.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Level">What it says.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Threshold">The value from which on it is bad.</param>
internal sealed record AlarmReading(AlarmKind Kind, string Subject, AlarmLevel Level, double Value, double Threshold)
{
    /// <summary>A condition that is bad from a threshold on, and good again at or below half of it.</summary>
    public static AlarmReading High(AlarmKind kind, string subject, double value, double threshold) => new(
        kind, subject,
        threshold <= 0 || value <= threshold / 2 ? AlarmLevel.Good : value >= threshold ? AlarmLevel.Bad : AlarmLevel.Between,
        value, threshold);
}

/// <summary>Reads conditions of one kind.</summary>
internal interface IAlarmCheck
{
    /// <summary>The conditions at present.</summary>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation);
}
