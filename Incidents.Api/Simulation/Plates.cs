namespace Incidents.Api.Simulation;

/// <summary>Invented plates in the format of Kazakhstan: three digits, three letters, the number of the region.</summary>
/// <remarks>Some cars occur more often than others.</remarks>
internal static class Plates
{
    private const string Letters = "ABCDEFHKLMNPRSTUVWXYZ";
    private const int Cars = 40_000;

    /// <summary>The plate of a random car in the town.</summary>
    public static string One(DayScript day)
    {
        var car = KeyedRandom.For(71, day.Town.Code.Length, (long)(Cars * Math.Pow(day.Random.Unit(), 2)));
        var ulytau = day.Town.Code is "zhezkazgan" or "satpayev";
        var region = car.Chance(0.85) ? (ulytau && car.Chance(0.6) ? 20 : 9) : 1 + car.Below(20);
        return $"{1 + car.Below(999):000}{Letter()}{Letter()}{Letter()}{region:00}";

        char Letter() => Letters[car.Below(Letters.Length)];
    }
}
