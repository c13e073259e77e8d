using System.Reflection;
using System.Text.RegularExpressions;
using Incidents.Api;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using Xunit;

namespace Incidents.Tests.House;

public class ConventionTests
{
    private static readonly Assembly Domain = typeof(IDomainEvent).Assembly;
    private static readonly Assembly Api = typeof(SliceReports).Assembly;

    public static TheoryData<Type> EventTypes =>
        [.. Domain.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IDomainEvent)))];

    public static TheoryData<Type> CommandTypes =>
        [.. Domain.GetTypes().Where(t => t is { IsClass: true, IsPublic: true } && Implements(t, typeof(ICommand<>)))];

    [Theory, MemberData(nameof(EventTypes))]
    public void Every_event_changes_the_state_of_its_slice_or_is_declared_to_change_none(Type type)
    {
        var state = Assert.Single(Domain.GetTypes(), t => t.Namespace == type.Namespace && Implements(t, typeof(IState<>)));
        var evolve = state.GetMethod("Evolve", BindingFlags.Public | BindingFlags.Static)!;
        object? Evolve(object? before, IDomainEvent e) => evolve.Invoke(null, [before, e]);

        var sample = Some.Events.Single(e => e.GetType() == type);
        object?[] before = [null, .. Some.Events.Select(e => Evolve(null, e)).Where(s => s is not null)];
        var applied = before.Any(s => !ReferenceEquals(s, Evolve(s, sample)));

        Assert.Equal(!type.IsAssignableTo(typeof(IWithoutState)), applied);
    }

    [Theory, MemberData(nameof(EventTypes))]
    public void Every_event_is_counted_or_declared_as_uncounted_by_its_own_slice(Type type)
    {
        var slices = SliceEvents.CountsBySlice.Where(declare => new CountRules(declare).Events.Contains(type));
        Assert.Equal(Slice(type), Slice(Assert.Single(slices).Method.DeclaringType!));
    }

    [Theory, MemberData(nameof(EventTypes))]
    public void Every_event_is_described_in_timelines_by_its_own_slice(Type type)
    {
        var slices = SliceEvents.TimelinesBySlice.Where(declare => new TimelineRules(declare).Events.Contains(type));
        Assert.Equal(Slice(type), Slice(Assert.Single(slices).Method.DeclaringType!));
    }

    [Fact]
    public void Every_event_of_a_signal_changes_its_row_by_its_own_slice()
    {
        string[] signals = ["Alerts", "SosCalls", "Violations", "Plates"];
        foreach (var type in EventTypes.Select(row => row.Data).Where(type => signals.Contains(Slice(type))))
        {
            var slices = SliceEvents.SignalsBySlice.Where(declare => new SignalRules(declare).Events.Contains(type)).ToArray();
            Assert.True(slices.Length == 1, $"{type.Name} is declared by {slices.Length} slices");
            Assert.Equal(Slice(type), Slice(slices[0].Method.DeclaringType!));
        }
    }

    [Fact]
    public void Every_kind_of_report_is_declared_by_the_slice_of_its_command()
    {
        var kinds = Api.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(ReportKind))
            .Select(field => (Slice: Slice(field.DeclaringType!), Kind: (ReportKind)field.GetValue(null)!))
            .ToList();

        Assert.Equal(kinds.Select(k => k.Kind.Name).Order(), SliceReports.Kinds.All.Select(k => k.Name).Order());
        foreach (var (slice, kind) in kinds)
        {
            var named = CommandTypes.Select(row => row.Data).Where(c => (string?)c.GetField("Kind")?.GetRawConstantValue() == kind.Name);
            Assert.Equal(slice, Slice(Assert.Single(named)));
        }
    }

    [Fact]
    public void Streams_that_begin_alike_have_one_type_and_every_type_is_of_one_slice()
    {
        var types = Some.Events.OfType<IStreamBeginning>().Select(e => (e.StreamType, Slice: Slice(e.GetType()))).Distinct().ToList();

        Assert.Equal(types.Count, types.Select(t => t.StreamType).Distinct().Count());
        Assert.Equal(
            [
                "alert", "case", "device", "escalations", "event_release", "forecast", "hazard", "incident", "outages", "personal_data",
                "plate_read", "recorder", "shift", "sos_call", "source_coverage", "unit", "unmatched_withdrawal", "upkeep", "violation",
            ],
            types.Select(t => t.StreamType).Order());
    }

    [Theory, MemberData(nameof(EventTypes))]
    public void Every_event_is_a_sealed_record(Type type)
    {
        Assert.True(type.IsSealed);
        Assert.NotNull(type.GetMethod("<Clone>$"));
    }

    [Theory, MemberData(nameof(CommandTypes))]
    public void Every_command_is_a_documented_record_in_a_file_of_its_name(Type type)
    {
        var name = type.Name.Split('`')[0];
        var folder = type.Namespace!["Incidents.Domain".Length..].TrimStart('.').Replace('.', Path.DirectorySeparatorChar);
        var file = Path.Combine(RepositoryRoot(), "Incidents.Domain", folder, name + ".cs");

        Assert.True(File.Exists(file), $"{file} is missing");
        Assert.Matches(
            new Regex($@"/// <summary>(.*\n///)*.*</summary>\n(///.*\n)*public sealed record {name}\b"),
            File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_code_means_one_refusal_and_a_refusal_has_one_code()
    {
        var refusals = Domain.GetTypes()
            .Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(f => f.FieldType == typeof(Refusal))
            .Select(f => (Refusal)f.GetValue(null)!)
            .ToList();

        Assert.NotEmpty(refusals);
        Assert.Equal(refusals.Count, refusals.Select(r => r.Code).Distinct().Count());
        Assert.Equal(refusals.Count, refusals.Select(r => r.Message).Distinct().Count());
    }

    private static string Slice(Type type) => type.Namespace!.Split('.')[^1];

    private static bool Implements(Type type, Type open) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
