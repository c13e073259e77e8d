using System.ComponentModel;
using Incidents.Api.Access.Log;
using Incidents.Api.Alarms;
using Incidents.Api.Access;
using Incidents.Api.Access.SignIn;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Backups;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.CommandLine;
using Incidents.Api.Dashboard;
using Incidents.Api.Devices;
using Incidents.Api.Feeds;
using Incidents.Api.GraphQL;
using Incidents.Api.Ingest;
using Incidents.Api.Hearing;
using Incidents.Api.Kpis;
using Incidents.Api.Pictures;
using Incidents.Api.Mqtt;
using Incidents.Api.Proofs;
using Incidents.Api.Requests;
using Incidents.Api.Subscriptions;
using Incidents.Api.Targets;
using Incidents.Api.Units;
using Incidents.Api.Upkeep;
using Npgsql;

namespace Incidents.Api;

/// <summary>Finds settings with a value that the host cannot use, before anything starts.</summary>
internal static class SettingsCheck
{
    /// <summary>Checks the settings that are not options of the command line.</summary>
    /// <exception cref="HostOptionsException">One has a wrong value; the message names it.</exception>
    public static void Check(IConfiguration settings)
    {
        CheckConnection(settings.GetConnectionString("Incidents"));
        CheckSection<AccessSettings>(settings.GetSection("Access"));
        CheckAuthority(settings["Access:Authority"]);
        CheckSection<GraphQLSettings>(settings.GetSection("GraphQL"));
        CheckSection<SubscriptionSettings>(settings.GetSection("Subscriptions"));
        CheckSection<AccessLogSettings>(settings.GetSection("AccessLog"));
        CheckSection<AnalysisSettings>(settings.GetSection("Analyses"));
        CheckSection<AnalysisJobSettings>(settings.GetSection("AnalysisJobs"));
        CheckSection<IngestSettings>(settings.GetSection("Ingest"));
        CheckSection<WatchedMetres>(settings.GetSection("Coverage:Metres"));
        CheckSection<RollOutSettings>(settings.GetSection("RollOut"));
        CheckSection<SilenceSettings>(settings.GetSection("Silence"));
        CheckSection<TargetSettings>(settings.GetSection("Targets"));
        TargetServices.Check(settings.GetSection("Targets").Get<TargetSettings>() ?? new());
        CheckSection<UnitSettings>(settings.GetSection("Units"));
        (settings.GetSection("Units").Get<UnitSettings>() ?? new()).Check();
        CheckSection<DeadLetterSettings>(settings.GetSection("DeadLetters"));
        CheckSection<OriginalSettings>(settings.GetSection("Originals"));
        CheckSection<AlarmSettings>(settings.GetSection("Alarms"));
        CheckSection<BackupSettings>(settings.GetSection("Backups"));
        CheckSection<KpiTargets>(settings.GetSection("Kpis:Targets"));
        CheckSection<ProofSettings>(settings.GetSection("Proofs"));
        CheckSection<EvidenceSettings>(settings.GetSection("Evidence"));
        (settings.GetSection("Evidence").Get<EvidenceSettings>() ?? new()).S3.Check();
        CheckSection<PictureSettings>(settings.GetSection("Pictures"));
        PictureServices.Check(settings);
        CheckSection<FeedSettings>(settings.GetSection("Feeds"));
        FeedServices.Check(settings);
        CheckSection<UpkeepSettings>(settings.GetSection("Upkeep"));
        CheckSection<MqttSettings>(settings.GetSection("Mqtt"));
        MqttAccess.Check(settings.GetSection("Mqtt").Get<MqttSettings>() ?? new());
        CheckLevels(settings.GetSection("Logging"));
        (settings.GetSection("Alarms").Get<AlarmSettings>() ?? new()).Check();
        ProofServices.Check(settings);
        BaseMap.From(settings);
        KnownSites.From(settings);
    }

    private static void CheckConnection(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host))
                throw new HostOptionsException("ConnectionStrings__Incidents names no Host.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new HostOptionsException($"ConnectionStrings__Incidents is not a connection string of PostgreSQL: {e.Message}");
        }
    }

    private static void CheckAuthority(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || Tokens.IsOnThisMachine(text)
            || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
            return;
        throw new HostOptionsException(
            $"Access__Authority is the https address of an OIDC provider (http on this machine only), not '{text}'.");
    }

    private static void CheckSection<T>(IConfigurationSection section)
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            if (section[property.Name] is { } text && !IsValid(property.PropertyType, text))
                throw new HostOptionsException(
                    $"{section.Path}:{property.Name} needs {Wanted(property.PropertyType)}, not '{text}'.");
        }
    }

    private static bool IsValid(Type type, string text)
    {
        if (type == typeof(string))
            return true;
        try
        {
            // As the configuration's binder converts it.
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) switch
            {
                bool => true,
                TimeSpan time => time >= TimeSpan.Zero,
                IConvertible number => number.ToDouble(null) >= 0,
                _ => false,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Wanted(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration such as 00:00:10 that is not negative"
        : type == typeof(double) ? "a number that is not negative"
        : "a whole number that is not negative";

    private static void CheckLevels(IConfigurationSection logging)
    {
        foreach (var (key, value) in logging.AsEnumerable().Where(s => s.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)))
        {
            if (value is not null && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
                throw new HostOptionsException($"{key} is one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not '{value}'.");
        }
    }
}
