namespace Incidents.Domain.Access;

/// <summary>Who sees counts rounded, with small ones left out.</summary>
public static class Suppression
{
    private static readonly Role[] SeeCounts = [Role.Operator, Role.Supervisor, Role.Analyst, Role.Investigator];

    /// <summary>Whether a caller sees no counts but rounded ones.</summary>
    /// <remarks>
    /// The host and whoever has another role that sees counts are not limited. Where the akimat's towns are more than those of the other
    /// roles, all counts are rounded ones: a sum over towns would otherwise hold exact and rounded counts.
    /// </remarks>
    /// <param name="caller">Who asks.</param>
    public static bool Applies(Caller caller)
    {
        if (caller.IsHost)
            return false;
        if (caller.TownsOf(SeeCounts) is not { } exact)
            return false;
        if (exact.Count == 0)
            return true;
        return caller.TownsOf([Role.Akimat]) is not { } rounded || rounded.Except(exact).Any();
    }
}
