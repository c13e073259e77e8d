using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit as a list of units has it: it is entered, or what the list says otherwise is taken over.</summary>
/// <remarks>Lists are sent again and again; the same values again change nothing.</remarks>
/// <param name="Unit">Its call sign: with the city its identity.</param>
/// <param name="UnitKind">What it is.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Account">Name of the sign-in of its phone; null for none.</param>
public sealed record RegisterUnit(string Unit, UnitKind UnitKind, Place Place, string? Account) : ICommand<Unit>
{
    /// <summary>A kind that there is not.</summary>
    public static readonly Refusal KindUnknown = new(ErrorCode.UnitKindUnknown, "There is no such kind of unit.", "kind");

    /// <inheritdoc/>
    public Guid StreamId => Units.Unit.Stream(Place.City, Unit);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.CallSign.Check(Unit, "unit") ?? (Enum.IsDefined(UnitKind) ? null : KindUnknown) ?? Place.Check("place")
        ?? Texts.Person.CheckOptional(Account, "account");

    /// <inheritdoc/>
    public Decision Decide(Unit? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var account = Texts.OrNull(Account);
        return state switch
        {
            null => Decision.Of(new UnitRegistered(Unit, UnitKind, Place, account, now, now)),
            { IsRetired: true } => RetireUnit.AlreadyRetired,
            _ when (state.Kind, state.Place, state.Account) == (UnitKind, Place, account) => Decision.Unchanged,
            _ => Decision.Of(new UnitDescribed(Unit, UnitKind, Place, account, now, now)),
        };
    }
}
