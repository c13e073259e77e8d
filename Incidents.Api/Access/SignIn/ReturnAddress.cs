using System.Text.RegularExpressions;

namespace Incidents.Api.Access.SignIn;

/// <summary>Where a browser goes after the sign-in: a path of this host, and nowhere else.</summary>
internal static partial class ReturnAddress
{
    private const string Start = "/";

    /// <summary>The address, or the start page where the given one is no path of this host.</summary>
    /// <param name="given">What the page asked for.</param>
    public static string Of(string? given) =>
        given is ['/', ..] && !given.Any(char.IsControl) && Uri.IsWellFormedUriString(given, UriKind.Relative)
            && !Leads().IsMatch(given.Split('?', '#')[0])
            ? given
            : Start;

    // Two slashes begin the name of another host, also after a browser has taken segments such as . and .. away.
    [GeneratedRegex(@"[/\\][/\\]|\\|/(\.|%2e){1,2}(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Leads();
}
