using NodaTime;

namespace Incidents.Domain.Shifts;

/// <summary>A shift that is handed over, and not accepted yet.</summary>
/// <param name="Receiver">Who is to accept it.</param>
/// <param name="Open">What was open when it was handed over.</param>
/// <param name="At">When.</param>
public sealed record ShiftOffer(string Receiver, IReadOnlyList<ShiftItem> Open, OffsetDateTime At);

/// <summary>The shifts of one person in one town: the present one, or the last.</summary>
/// <param name="Person">The person.</param>
/// <param name="Place">The town.</param>
/// <param name="Number">Number of the shift among theirs in this town, from 1.</param>
/// <param name="BegunAt">When it began.</param>
public sealed record Shift(string Person, Place Place, int Number, OffsetDateTime BegunAt) : StreamState, IState<Shift>
{
    /// <summary>What shifts are called in <see cref="Identity"/>.</summary>
    public const string Kind = "shift";

    /// <summary>The person is on shift already.</summary>
    public static readonly Refusal AlreadyBegun = new(ErrorCode.ShiftAlreadyBegun, "Your shift has begun already.");

    /// <summary>The person is not on shift.</summary>
    public static readonly Refusal NotOn = new(ErrorCode.ShiftNotBegun, "You are not on shift in this town.");

    /// <summary>A shift is handed over to the person whose it is.</summary>
    public static readonly Refusal ToOneself = new(
        ErrorCode.ShiftHandedToOneself, "A shift is handed over to another person.", "receiver");

    /// <summary>The shift is not handed over to who accepts it.</summary>
    public static readonly Refusal NotOffered = new(
        ErrorCode.ShiftNotHandedOver, "This person has not handed over their shift to you.", "person");

    /// <summary>The most things that a person works on when they hand over.</summary>
    public const int MostOpen = 1_000;

    /// <summary>The stream of a person's shifts in a town.</summary>
    /// <param name="city">City code.</param>
    /// <param name="person">Name of the person.</param>
    public static Guid Stream(string city, string person) => Identity.Stream(Kind, city, person);

    /// <summary>When it ended, or null while it lasts.</summary>
    public OffsetDateTime? EndedAt { get; private init; }

    /// <summary>To whom it is handed over, or null; also after they accepted it.</summary>
    public ShiftOffer? Offer { get; private init; }

    /// <summary>When the other person accepted it, or null.</summary>
    public OffsetDateTime? AcceptedAt { get; private init; }

    /// <summary>What was open when it ended without being handed over; else null.</summary>
    public IReadOnlyList<ShiftItem>? LeftOpen { get; private init; }

    /// <summary>Whether it lasts.</summary>
    public bool IsOn => EndedAt is null;

    /// <inheritdoc/>
    public static Shift? Evolve(Shift? state, object @event) => (state, @event) switch
    {
        (_, ShiftBegun e) => new(e.By, new(e.City), e.Number, e.OccurredAt),
        ({ } shift, ShiftHandedOver e) => shift with { Offer = new(e.Receiver, e.Open, e.OccurredAt) },
        ({ } shift, ShiftAccepted e) => shift with { EndedAt = e.OccurredAt, AcceptedAt = e.OccurredAt },
        ({ } shift, ShiftEnded e) => shift with { EndedAt = e.OccurredAt, Offer = null, LeftOpen = e.Open },
        _ => state,
    };
}
