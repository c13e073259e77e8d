using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Signals;

/// <summary>The changes of a page of events to one row of the register of signals; null leaves a column unchanged.</summary>
internal sealed class SignalEntry(Guid id)
{
    // After these a step that only leads on does not change the status any more.
    private static readonly string[] Settled = ["abandoned", "ended", "confirmed", "fined", "dismissed", "cancelled"];

    /// <summary>The same statuses as a list in SQL.</summary>
    public static readonly string SettledSql = $"('{string.Join("', '", Settled)}')";

    /// <summary>Whether a status is one of them.</summary>
    public static bool IsSettled(string status) => Settled.Contains(status);

    private readonly List<string> plates = [];

    public Guid Id { get; } = id;
    public long Version { get; private set; }
    public Instant LastKnownAt { get; private set; }
    public SignalKind? Kind { get; private set; }
    public Origin? Origin { get; private set; }
    public Instant? KnownAt { get; private set; }
    /// <summary>Whether it became known long before it was stored.</summary>
    public bool IsHistoric { get; set; }
    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey? Key { get; set; }

    /// <summary>Whether the page has its beginning, assumed or late: then the device is this one, also where there is none.</summary>
    public bool Begun { get; private set; }

    public string? DeviceId { get; private set; }
    public bool? IsBeginningAssumed { get; set; }
    public string? Status { get; private set; }
    /// <summary>The status from now on unless a settled one stands in the row.</summary>
    public string? StatusUnlessSettled { get; private set; }
    /// <summary>Whether it is counted; null where that and the reason stay.</summary>
    public bool? IsCounted { get; private set; }
    /// <summary>Why it is not counted, or null.</summary>
    public string? Reason { get; private set; }
    public string? TakenBy { get; private set; }
    public Instant? TakenAt { get; private set; }
    public Instant? EndedAt { get; set; }
    public string? Article { get; set; }
    public string? Part { get; set; }
    /// <summary>The plate with when it was read; by the events of the page only, where its beginning is in another.</summary>
    public Latest<string?> Plate { get; private set; }
    /// <summary>Whether <see cref="Plate"/> is of a beginning that came late, and holds only where no step gave one.</summary>
    public bool IsPlateOfLateBeginning { get; private set; }
    /// <summary>Every plate that an event of the page gives, also one that does not stay.</summary>
    public IReadOnlyList<string> Plates => plates;

    public decimal? FineUnits { get; set; }
    public decimal? FineUnitValue { get; set; }

    /// <summary>Applies the first event of its stream.</summary>
    public void Begin(SignalKind kind, Origin origin, CountKey key, string? deviceId, IDomainEvent fact, bool assumed = false)
    {
        (Kind, Origin, KnownAt, IsBeginningAssumed, IsCounted) = (kind, origin, fact.KnownAt.ToInstant(), assumed, true);
        BeginAt(key, deviceId);
    }

    /// <summary>Applies a beginning that was reported after later steps.</summary>
    public void BeginLate(CountKey key, string? deviceId)
    {
        IsBeginningAssumed = false;
        BeginAt(key, deviceId);
    }

    /// <summary>The plate of the beginning, or null.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="assumed">Whether the beginning is assumed from a later step, so that the reported one replaces it.</param>
    public void BeginPlate(string? plate, bool assumed = false)
    {
        Note(plate);
        Plate = new(plate, assumed ? null : Instant.MinValue);
    }

    /// <summary>The plate of a beginning that was reported after later steps, or null.</summary>
    public void BeginPlateLate(string? plate)
    {
        Note(plate);
        if (Kind is not null)
            Plate = Plate.From(plate);
        else if (Plate.At is null)
            (Plate, IsPlateOfLateBeginning) = (new(plate, Instant.MinValue), true);
    }

    /// <summary>A step gives a plate, or null where it stays.</summary>
    public void ReadPlate(string? plate, OffsetDateTime at)
    {
        if (plate is null)
            return;
        Note(plate);
        (Plate, IsPlateOfLateBeginning) = (Plate.After(plate, at.ToInstant()), false);
    }

    /// <summary>Sets the status.</summary>
    public void Become(string status) => Status = status;

    /// <summary>Sets the status where the present one is not settled.</summary>
    public void BecomeUnlessSettled(string status)
    {
        if (Status is null)
            StatusUnlessSettled = status;
        else if (!Settled.Contains(Status))
            Status = status;
    }

    /// <summary>It is no longer counted, for a reason.</summary>
    public void Discount(string reason) => (IsCounted, Reason) = (false, reason);

    /// <summary>It is counted again.</summary>
    public void Recount() => (IsCounted, Reason) = (true, null);

    /// <summary>A person took it: acknowledged an alert, answered a call.</summary>
    public void Take(string by, OffsetDateTime at) => (TakenBy, TakenAt) = (by, at.ToInstant());

    /// <summary>Notes the version after an event, and when it became known.</summary>
    public void Advance(IDomainEvent fact, long version) => (Version, LastKnownAt) = (version, fact.KnownAt.ToInstant());

    private void Note(string? plate)
    {
        if (plate is not null)
            plates.Add(plate);
    }

    private void BeginAt(CountKey key, string? deviceId) => (Key, DeviceId, Begun) = (key, deviceId, true);
}
