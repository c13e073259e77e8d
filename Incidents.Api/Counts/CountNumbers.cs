namespace Incidents.Api.Counts;

/// <summary>Sums of the ledger as counts of the schema.</summary>
internal static class CountNumbers
{
    /// <summary>The sum as an <c>Int</c>.</summary>
    /// <exception cref="OverflowException">More than two billion are counted.</exception>
    public static int ToInt(this long sum) => checked((int)sum);

    /// <summary>The number, or null where it is not finite.</summary>
    public static double? Finite(this double value) => double.IsFinite(value) ? value : null;
}
