using System.Reflection;
using System.Text.RegularExpressions;
using Incidents.Api;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Api.Alarms;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Backups;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Correlation;
using Incidents.Api.Devices;
using Incidents.Api.Dialects;
using Incidents.Api.Exports;
using Incidents.Api.Feeds;
using Incidents.Api.GraphQL;
using Incidents.Api.Hearing;
using Incidents.Api.Ingest;
using Incidents.Api.Kpis;
using Incidents.Api.Mqtt;
using Incidents.Api.Outcomes;
using Incidents.Api.PersonalData;
using Incidents.Api.Pictures;
using Incidents.Api.Plates;
using Incidents.Api.Proofs;
using Incidents.Api.Recorders;
using Incidents.Api.Subscriptions;
using Incidents.Api.Targets;
using Incidents.Api.Units;
using Incidents.Api.Upkeep;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests;

public class SettingsFileTests
{
    private static readonly IConfiguration Written =
        new ConfigurationBuilder().AddJsonFile(Path.Combine(SourceTree.Root, "Incidents.Api", "appsettings.json")).Build();

    private static readonly Dictionary<string, Type> Sections = new()
    {
        ["GraphQL"] = typeof(GraphQLSettings),
        ["Subscriptions"] = typeof(SubscriptionSettings),
        ["Analyses"] = typeof(AnalysisSettings),
        ["AnalysisJobs"] = typeof(AnalysisJobSettings),
        ["Ingest"] = typeof(IngestSettings),
        ["Mqtt"] = typeof(MqttSettings),
        ["Dialects"] = typeof(DialectSettings),
        ["Exports"] = typeof(ExportSettings),
        ["Pictures"] = typeof(PictureSettings),
        ["Feeds"] = typeof(FeedSettings),
        ["Plates"] = typeof(PlateSettings),
        ["Outcomes"] = typeof(OutcomeSettings),
        ["Recorders"] = typeof(RecorderSettings),
        ["Coverage:Metres"] = typeof(WatchedMetres),
        ["RollOut"] = typeof(RollOutSettings),
        ["Silence"] = typeof(SilenceSettings),
        ["Correlation"] = typeof(CorrelationSettings),
        ["Targets"] = typeof(TargetSettings),
        ["Units"] = typeof(UnitSettings),
        ["Upkeep"] = typeof(UpkeepSettings),
        ["DeadLetters"] = typeof(DeadLetterSettings),
        ["Originals"] = typeof(OriginalSettings),
        ["Retention"] = typeof(RetentionSettings),
        ["Evidence"] = typeof(EvidenceSettings),
        ["Alarms"] = typeof(AlarmSettings),
        ["Backups"] = typeof(BackupSettings),
        ["Kpis:Targets"] = typeof(KpiTargets),
        ["Access"] = typeof(AccessSettings),
        ["AccessLog"] = typeof(AccessLogSettings),
        ["Proofs"] = typeof(ProofSettings),
    };

    public static TheoryData<string> SectionNames => [.. Sections.Keys];

    [Theory, MemberData(nameof(SectionNames))]
    public void A_section_has_every_setting_of_its_class_with_its_default(string name)
    {
        var section = Written.GetSection(name);
        var written = section.Get(Sections[name], o => o.ErrorOnUnknownConfiguration = true);
        var defaults = Activator.CreateInstance(Sections[name]);

        Assert.All(Settable(Sections[name]), p =>
        {
            Assert.Contains(section.GetChildren(), child => child.Key == p.Name);
            Assert.Equal(p.GetValue(defaults), p.GetValue(written));
        });
    }

    [Fact]
    public void Every_section_that_the_host_binds_is_in_the_file()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Incidents.Api"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var bound = sources.SelectMany(f => Regex.Matches(File.ReadAllText(f), "BindConfiguration\\(\"(.*?)\"\\)"))
            .Select(m => m.Groups[1].Value);

        Assert.Equal(Sections.Keys.Order(), bound.Distinct().Order());
    }

    [Fact]
    public void The_host_s_own_section_has_every_option_and_changes_none()
    {
        string[] notSettings = [nameof(HostOptions.ConnectionString), nameof(HostOptions.IsCommand)];
        var names = Settable(typeof(HostOptions)).Select(p => p.Name == nameof(HostOptions.DataDirectory) ? "Data" : p.Name)
            .Except(notSettings);

        Assert.Equal(names.Order(), Written.GetSection("Incidents").GetChildren().Select(c => c.Key).Order());
        Assert.Equal(HostOptions.Parse([], new ConfigurationBuilder().Build()), HostOptions.Parse([], Written));
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);
}
