using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>What a unit is.</summary>
public enum UnitKind
{
    /// <summary>A patrol of the police.</summary>
    Patrol,

    /// <summary>Road police.</summary>
    RoadPolice,

    /// <summary>An ambulance.</summary>
    Ambulance,

    /// <summary>A fire engine.</summary>
    Fire,

    /// <summary>The gas service.</summary>
    Gas,

    /// <summary>A municipal service.</summary>
    Municipal,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What a unit said of an incident to which it was sent.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="SentAt">When it was sent there.</param>
/// <param name="AcceptedAt">When it accepted, or null.</param>
/// <param name="SetOutAt">When it set out, or null.</param>
public sealed record UnitWord(Guid Incident, OffsetDateTime SentAt, OffsetDateTime? AcceptedAt, OffsetDateTime? SetOutAt);

/// <summary>One unit of the services.</summary>
/// <remarks>
/// Which incidents it is on, and when it was sent, arrived and left, is in the streams of the incidents, from which response times are
/// counted, and nowhere else. This stream has what no incident has: that there is such a unit, whether it is on duty, and what it says of
/// its missions between being sent and arriving.
/// </remarks>
/// <param name="CallSign">Its call sign.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Account">Name of the sign-in of its phone, or null.</param>
/// <param name="Since">When it was entered.</param>
public sealed record Unit(string CallSign, UnitKind Kind, Place Place, string? Account, OffsetDateTime Since)
    : StreamState, IState<Unit>
{
    /// <summary>The most missions of which it is kept what the unit said.</summary>
    public const int MostWords = 20;

    /// <summary>Whether it is no more.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Whether it is on duty.</summary>
    public bool IsOnDuty { get; init; }

    /// <summary>When it last went on or off duty; null where nobody said.</summary>
    public OffsetDateTime? DutyAt { get; init; }

    /// <summary>What it said of its last missions, the latest last.</summary>
    public ImmutableList<UnitWord> Words { get; init; } = [];

    /// <summary>The stream of the unit that a city calls by this sign.</summary>
    /// <param name="city">City code.</param>
    /// <param name="callSign">The call sign.</param>
    public static Guid Stream(string city, string callSign) => Identity.Stream("unit", city, callSign);

    /// <summary>What it said of a mission; null where it said nothing.</summary>
    /// <remarks>
    /// A mission goes on on another incident when the one to which the unit was sent is merged, and comes back when that is undone. It is
    /// told by when the unit was sent.
    /// </remarks>
    /// <param name="incident">The incident.</param>
    /// <param name="sentAt">When it was sent there.</param>
    public UnitWord? Of(Guid incident, OffsetDateTime sentAt) =>
        Words.Find(word => word.Incident == incident && word.SentAt.ToInstant() == sentAt.ToInstant())
        ?? Words.Find(word => word.SentAt.ToInstant() == sentAt.ToInstant());

    /// <inheritdoc/>
    public static Unit? Evolve(Unit? state, object @event) => (state, @event) switch
    {
        (null, UnitRegistered e) => new(e.Unit, e.Kind, e.Place, e.Account, e.OccurredAt),
        ({ } unit, UnitDescribed e) => unit with { Kind = e.Kind, Place = e.Place, Account = e.Account },
        ({ } unit, UnitRetired) => unit with { IsRetired = true, IsOnDuty = false },
        ({ } unit, UnitDutyBegun e) => unit with { IsOnDuty = true, DutyAt = e.OccurredAt },
        ({ } unit, UnitDutyEnded e) => unit with { IsOnDuty = false, DutyAt = e.OccurredAt },
        ({ } unit, UnitAccepted e) => unit.With(e.Incident, e.SentAt, word => word with { AcceptedAt = e.OccurredAt }),
        ({ } unit, UnitSetOut e) => unit.With(e.Incident, e.SentAt, word => word with { SetOutAt = e.OccurredAt }),
        _ => state,
    };

    private Unit With(Guid incident, OffsetDateTime sentAt, Func<UnitWord, UnitWord> said)
    {
        var before = Of(incident, sentAt);
        var others = before is null ? Words : Words.Remove(before);
        if (others.Count == MostWords)
            others = others.RemoveAt(0);
        return this with { Words = others.Add(said(before ?? new(incident, sentAt, null, null))) };
    }
}
