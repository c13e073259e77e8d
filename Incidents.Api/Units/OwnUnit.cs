using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Units;

/// <summary>Of which unit a caller may speak: the centre of those of its towns, a phone of its own.</summary>
internal sealed class OwnUnit(UnitFiles units)
{
    private static readonly Role[] Centre = [Role.Operator, Role.Supervisor];

    private static readonly Refusal AnotherUnit = new(
        ErrorCode.AccessDenied, "A unit speaks for itself: this sign-in is not that of the unit.", "unit");

    /// <summary>Refuses a call sign that can be none, before anything is looked for.</summary>
    /// <exception cref="RefusedException">It is too long or malformed.</exception>
    public static void Check(string? named) => CommandInput.Check(Texts.CallSign.CheckOptional(named, "unit"));

    /// <summary>The unit that is meant.</summary>
    /// <param name="city">The town of the unit.</param>
    /// <param name="named">Its call sign as given; null for the caller's own.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <exception cref="RefusedException">There is no such unit, the caller may not speak for it, or has none.</exception>
    public async Task<string> Of(string city, string? named, CancellationToken cancellation)
    {
        Check(named);
        var caller = Callers.Current;
        var sign = Texts.OrNull(named);
        if (sign is not null && (caller.IsHost || caller.Grants.Any(g => Centre.Contains(g.Role) && g.Covers(city))))
            return await units.Has(city, sign, cancellation)
                ? sign
                : throw new RefusedException(Refusals.NotFound with { Field = "unit" });
        var own = await units.OfAccount(caller.Name, cancellation);
        if (own is null || own.Place.City != city || (sign is not null && sign != own.CallSign))
            throw new RefusedException(sign is null && own is null ? Refusals.Missing("unit") : AnotherUnit);
        return own.CallSign;
    }
}
