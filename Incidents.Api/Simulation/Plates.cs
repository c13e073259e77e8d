namespace Incidents.Api.Simulation;

/// <summary>Invented plates in Kazakhstan's format: three digits, three letters, the region's number. Some cars are met more often than others.</summary>
internal static class Plates
{
    private const string Letters = "ABCDEFHKLMNPRSTUVWXYZ";
    private const int Cars = 40_000;

    /// <summary>The plate of a car that passes through the town.</summary>
    public static string One(DayScript day)
    {
        var car = KeyedRandom.For(71, day.Town.Code.Length, (long)(Cars * Math.Pow(day.Random.Unit(), 2)));
        var ulytau = day.Town.Code is "zhezkazgan" or "satpayev";
        var region = car.Chance(0.85) ? (ulytau && car.Chance(0.6) ? 20 : 9) : 1 + car.Below(20);
        return $"{1 + car.Below(999):000}{Letters[car.Below(Letters.Length)]}{Letters[car.Below(Letters.Length)]}{Letters[car.Below(Letters.Length)]}{region:00}";
    }
}
