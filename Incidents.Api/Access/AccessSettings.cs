namespace Incidents.Api.Access;

/// <summary>Who signs people in, and how their roles are read; configuration section <c>Access</c>.</summary>
internal sealed class AccessSettings
{
    /// <summary>Address of the OIDC provider; default none, and then only demo users sign in, on this machine alone.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must be for; default <c>incidents</c>.</summary>
    public string Audience { get; set; } = "incidents";

    /// <summary>The id under which the provider knows the pages; default <c>incidents</c>.</summary>
    public string ClientId { get; set; } = "incidents";

    /// <summary>The secret of the pages at the provider; default none.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The claim that holds the roles; default <c>roles</c>.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim that holds the towns; default <c>towns</c>.</summary>
    public string TownsClaim { get; set; } = "towns";

    /// <summary>How long a session of the pages lasts without a request; default 30 minutes.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session of the pages lasts at most; default 12 hours.</summary>
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How many sign-ins an address may begin in a minute; default 120.</summary>
    public int SignInsPerMinute { get; set; } = 120;

    /// <summary>How many tokens, keys and sessions that are not valid an address may send in a minute; default 60.</summary>
    public int RefusalsPerMinute { get; set; } = 60;

    /// <summary>The fewest things in a count that the akimat sees; smaller counts are suppressed. Default 5.</summary>
    public int SmallestCount { get; set; } = 5;

    /// <summary>Whether the summary of key figures is shown without sign-in; default false.</summary>
    public bool PublicSummary { get; set; }

    /// <summary>Whether an OIDC provider is configured.</summary>
    public bool HasProvider => !string.IsNullOrWhiteSpace(Authority);
}
