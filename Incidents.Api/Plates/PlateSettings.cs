using Incidents.Projections.Plates;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Plates;

/// <summary>What a vehicle cannot do; configuration section <c>Plates</c>.</summary>
public sealed class PlateSettings
{
    /// <summary>Speed above which a vehicle cannot have gone from one device to the next, default 200 km/h in a straight line.</summary>
    public double ImpossibleKmPerHour { get; set; } = 200;

    /// <summary>By how much the clock of one device may be wrong, default 10 s.</summary>
    public TimeSpan ClockUncertainty { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Registers what finds plates.</summary>
internal static class PlateServices
{
    /// <summary>Adds the services.</summary>
    public static void AddPlates(this IServiceCollection services)
    {
        services.AddOptions<PlateSettings>().BindConfiguration("Plates")
            .Validate(
                settings => settings.ImpossibleKmPerHour > 0 && settings.ClockUncertainty >= TimeSpan.Zero,
                "Plates:ImpossibleKmPerHour is above 0, and Plates:ClockUncertainty is not negative.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<PlateSettings>>().Value);
        services.AddSingleton<PlateReader>();
        services.AddSingleton<CompanionReader>();
        services.AddSingleton<PlateSearch>();
    }
}
