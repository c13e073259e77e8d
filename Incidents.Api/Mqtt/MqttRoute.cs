using System.Text.RegularExpressions;
using Incidents.Api.CommandLine;
using Incidents.Api.Dialects;
using NodaTime;

namespace Incidents.Api.Mqtt;

/// <summary>The messages of one filter: who published them, in which dialect, is said by their topic.</summary>
internal sealed partial class MqttRoute
{
    /// <summary>The sending system where nothing names one.</summary>
    public const string DefaultSource = "mqtt";

    private readonly string[] levels;
    private readonly string dialect;
    private readonly string city;
    private readonly string? device;
    private readonly string source;
    private readonly string[]? only;

    /// <summary>The route of a subscription.</summary>
    /// <exception cref="HostOptionsException">A setting is missing or wrong.</exception>
    public MqttRoute(MqttSubscriptionSettings settings)
    {
        if (settings.Filter is not { Length: > 0 } filter)
            throw new HostOptionsException("A subscription of Mqtt:Subscriptions needs a Filter.");
        levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] is not "+" and not "#" && !IsName(levels[i]) && levels[i].AsSpan().IndexOfAny("+#{}\0") >= 0)
                throw new HostOptionsException($"'{levels[i]}' is not a level of the filter '{filter}': wildcards and names stand alone.");
            if (levels[i] is "#" && i < levels.Length - 1)
                throw new HostOptionsException($"'#' is the last level of the filter '{filter}', or none.");
        }
        dialect = Checked("Dialect", settings.Dialect ?? "{dialect}");
        city = Checked("City", settings.City ?? "{city}");
        device = settings.DeviceId is { } given ? Checked("DeviceId", given) : levels.Contains("{device}") ? "{device}" : null;
        source = Checked("Source", settings.Source ?? DefaultSource);
        only = settings.Only is { Length: > 0 } some ? some : null;
        if (only is not null && levels[^1] is not "#")
            throw new HostOptionsException($"Only needs a filter that ends with '#', which '{filter}' does not.");

        string Checked(string name, string template)
        {
            foreach (Match match in Name().Matches(template))
            {
                if (!levels.Contains(match.Value))
                    throw new HostOptionsException($"{name} needs a value, since the filter '{filter}' has no level {match.Value}.");
            }
            return template;
        }
    }

    /// <summary>The filter as the broker knows it.</summary>
    public string Filter => string.Join('/', levels.Select(level => IsName(level) ? "+" : level));

    /// <summary>Whether everything that another filter matches is matched by this one.</summary>
    public bool Covers(MqttRoute other)
    {
        var (mine, theirs) = (Filter.Split('/'), other.Filter.Split('/'));
        for (var i = 0; i < mine.Length; i++)
        {
            if (mine[i] is "#")
                return theirs.Length >= i;
            if (i >= theirs.Length || theirs[i] is "#" || (mine[i] is not "+" && mine[i] != theirs[i]))
                return false;
        }
        return mine.Length == theirs.Length;
    }

    /// <summary>The message of a topic, or null where the filter does not match it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="contentType">The media type that it came with, or null.</param>
    public DialectMessage? Read(string topic, ReadOnlyMemory<byte> payload, Instant receivedAt, string? contentType)
    {
        var parts = topic.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] is "#")
                break;
            if (i >= parts.Length || (levels[i] is not "+" && !IsName(levels[i]) && levels[i] != parts[i]))
                return null;
        }
        var last = levels[^1];
        if (last is "#" ? parts.Length < levels.Length - 1 : parts.Length != levels.Length)
            return null;
        // What the last level says is how an adapter tells kinds of messages apart.
        var path = last is "#" ? string.Join('/', parts.Skip(levels.Length - 1)) : IsName(last) ? "" : parts[^1];
        return new(Filled(dialect), Filled(city), device is null ? null : Filled(device), Filled(source), path, payload, receivedAt,
            contentType);

        string Filled(string template) => !template.Contains('{') ? template : Name().Replace(
            template, match => Array.IndexOf(levels, match.Value) is >= 0 and var at ? parts[at] : match.Value);
    }

    /// <summary>Whether a message of this route is one that nobody wants.</summary>
    public bool Ignores(DialectMessage message) => only is not null && !only.Contains(message.Path);

    private static bool IsName(string level) => Name().Match(level) is { Success: true } name && name.Length == level.Length;

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Name();
}
