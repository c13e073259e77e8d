namespace Incidents.Api.Targets;

/// <summary>Settings of the targets of service, <c>Targets</c>.</summary>
internal sealed class TargetSettings
{
    /// <summary>A file of targets in place of that of the program, <c>Data/targets.json</c>; default none.</summary>
    public string? File { get; set; }

    /// <summary>How often it is looked for targets that were passed, default each second; zero never.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A target that was passed longer ago than this when the thing became known is not escalated, default a day: what is entered from
    /// paper calls nobody.
    /// </summary>
    public TimeSpan Oldest { get; set; } = TimeSpan.FromDays(1);
}
