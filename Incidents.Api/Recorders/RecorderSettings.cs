using Incidents.Api.Access;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Statistics.Series;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Recorders;

/// <summary>When captures of recorders are held for review; configuration section <c>Recorders</c>.</summary>
public sealed class RecorderSettings
{
    /// <summary>Whether captures are held by rules at all, default true.</summary>
    public bool Holds { get; set; } = true;

    /// <summary>Speed above which no vehicle goes from one device to another, default 200 km/h in a straight line.</summary>
    public double ImpossibleKmPerHour { get; set; } = 200;

    /// <summary>By how much the clock of a device may be wrong whose offset is not measured, default 30 s.</summary>
    public TimeSpan ClockUncertainty { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Number of captures from which it is learned what is usual of a recorder, default 800.</summary>
    public int LearnedFrom { get; set; } = DriftOptions.Default.LearnedFrom;

    /// <summary>
    /// Half the drift that is to be found soonest, in standard deviations of a recorder's speeds; default that of 10 km/h among speeds
    /// that spread by 12.
    /// </summary>
    public double Allowance { get; set; } = 0.4167;

    /// <summary>
    /// How large a sum of deviations is a drift, in standard deviations, default 10; a higher one has fewer false alarms.
    /// </summary>
    public double Limit { get; set; } = DriftOptions.Default.Limit;

    /// <summary>How far a neighbour may be, default 10,000 m.</summary>
    public double NeighbourMetres { get; set; } = 10_000;

    /// <summary>How a drift is looked for.</summary>
    internal DriftOptions Drift => new(LearnedFrom, Allowance, Limit);

    internal bool IsValid => ImpossibleKmPerHour > 0 && ClockUncertainty >= TimeSpan.Zero && LearnedFrom is >= 30 and <= 100_000
        && Allowance is > 0 and < 4 && Limit is > 0 and < 1_000 && NeighbourMetres > 0;
}

/// <summary>Registers what watches recorders.</summary>
internal static class RecorderServices
{
    /// <summary>Adds the services.</summary>
    public static void AddRecorders(this IServiceCollection services)
    {
        services.AddOptions<RecorderSettings>().BindConfiguration("Recorders")
            .Validate(
                settings => settings.IsValid,
                "Of Recorders, speeds, distances and limits are above 0, the allowance is below 4, and LearnedFrom is at least 30.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RecorderSettings>>().Value);
        services.AddReaction<PlateSightings>();
        services.AddReaction<SpeedDrifts>();
        services.AddUpkeep<SightingsHolder>();
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<SightingsHolder>());
        services.AddSingleton<RecorderReader>();
    }
}
