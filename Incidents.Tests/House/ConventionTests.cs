using System.Reflection;
using System.Text.RegularExpressions;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.House;

public class ConventionTests
{
    private static readonly Assembly Domain = typeof(IDomainEvent).Assembly;

    // An unmatched withdrawal lies on a stream of its own, of which no state is ever asked.
    private static readonly Type[] Ignored = [typeof(WithdrawalUnmatched)];

    public static TheoryData<Type> EventTypes => [.. Domain.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IDomainEvent)))];

    public static TheoryData<Type> CommandTypes => [.. Domain.GetTypes().Where(t => t is { IsClass: true, IsPublic: true } && Implements(t, typeof(ICommand<>)))];

    [Theory, MemberData(nameof(EventTypes))]
    public void Every_event_changes_the_state_of_its_slice_or_is_listed_as_ignored(Type type)
    {
        var state = Assert.Single(Domain.GetTypes(), t => t.Namespace == type.Namespace && Implements(t, typeof(IState<>)));
        var evolve = state.GetMethod("Evolve", BindingFlags.Public | BindingFlags.Static)!;
        object? Evolve(object? before, IDomainEvent e) => evolve.Invoke(null, [before, e]);

        var sample = Some.Events.Single(e => e.GetType() == type);
        object?[] before = [null, .. Some.Events.Select(e => Evolve(null, e)).Where(s => s is not null)];
        var applied = before.Any(s => !ReferenceEquals(s, Evolve(s, sample)));

        Assert.Equal(!Ignored.Contains(type), applied);
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
        Assert.Matches(new Regex($@"/// <summary>(.*\n///)*.*</summary>\n(///.*\n)*public sealed record {name}\b"), File.ReadAllText(file).ReplaceLineEndings("\n"));
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
        Assert.All(refusals, r => Assert.Matches("^[A-Z][A-Z_]+$", r.Code));
    }

    private static bool Implements(Type type, Type open) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
