using System.Reflection;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Cases;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Outages;
using Incidents.Domain.PersonalData;
using Incidents.Domain.Plans;
using Incidents.Domain.Shifts;
using Incidents.Domain.Sources;
using Incidents.Domain.Units;
using Incidents.Domain.Upkeep;
using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Every text and number of every command, found by reflection: a new one is tried by itself.</summary>
public class CommandCheckTests
{
    private static readonly string[] Hostile = ["a\0b", "a\uD83D", "\uDE80a", new('x', 100_000)];

    private static readonly string[] Malformed =
        ["TEXT_MALFORMED", "TEXT_TOO_LONG", "CATEGORY_MALFORMED", "HASH_MALFORMED", "PLATE_MALFORMED"];

    // The host makes these itself, of its own plans or of stored events; nothing else of them is typed or sent.
    private static readonly string[] MadeByTheHost =
        ["Incidents.Domain.Forecasts", "Incidents.Domain.Quarantine", "Incidents.Domain.Targets"];

    public static TheoryData<Type> Commands =>
    [
        .. typeof(ICommand<>).Assembly.GetTypes().Where(t =>
            t is { IsClass: true, ContainsGenericParameters: false } && !MadeByTheHost.Contains(t.Namespace)
            && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>))),
    ];

    [Theory, MemberData(nameof(Commands))]
    public void A_command_of_sound_values_passes(Type command) => Assert.Null(Check(Make(command)!));

    [Theory, MemberData(nameof(Commands))]
    public void No_text_of_a_command_is_malformed_or_endless(Type command)
    {
        foreach (var path in Leaves(command, typeof(string)))
        {
            foreach (var text in Hostile)
            {
                var refusal = Check(Make(command, path, text)!);
                Assert.True(refusal is not null, $"{command.Name}.{string.Join('.', path)} takes a text of {text.Length} characters");
                Assert.Contains(refusal.Code.Text(), Malformed);
                Assert.NotNull(refusal.Field);
                Assert.True(refusal.Message.Length < 200, "the message repeats the text");
            }
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void No_number_of_a_command_is_infinite(Type command)
    {
        foreach (var path in Leaves(command, typeof(double)))
        {
            foreach (var number in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
                Assert.True(Check(Make(command, path, number)!) is not null, $"{command.Name}.{string.Join('.', path)} takes {number}");
        }
    }

    [Fact]
    public void A_check_is_part_of_the_decision() =>
        Assert.All(Commands.Select(row => row.Data).Where(c => Leaves(c, typeof(string)).Any()), command =>
        {
            var path = Leaves(command, typeof(string)).First();
            var decide = command.GetMethod("Decide")!;
            var decision = (Decision)decide.Invoke(Make(command, path, Hostile[0]), [null, Some.Now])!;
            Assert.Equal(Check(Make(command, path, Hostile[0])!), decision.Refusal);
        });

    private static Refusal? Check(object command)
    {
        var contract = command.GetType().GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));
        return (Refusal?)contract.GetMethod("Check")!.Invoke(command, null);
    }

    /// <summary>Paths of the constructor's parameters, and of those of the records among them, that hold a value of the type.</summary>
    private static IEnumerable<string[]> Leaves(Type type, Type wanted) =>
        from parameter in Parameters(type)
        let held = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
        from path in held == wanted ? [[]] : IsPart(held) ? Leaves(held, wanted) : []
        select (string[])[parameter.Name!, .. path];

    private static object? Make(Type type, ReadOnlySpan<string> path = default, object? value = null)
    {
        var arguments = new List<object?>();
        foreach (var parameter in Parameters(type))
        {
            var held = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            var within = path.Length > 0 && path[0] == parameter.Name;
            arguments.Add(
                within && path.Length == 1 ? value
                : IsPart(held) ? Make(held, within ? path[1..] : default, value)
                : Sound(parameter, held));
        }
        return Activator.CreateInstance(type, [.. arguments]);
    }

    private static ParameterInfo[] Parameters(Type type) =>
        type.GetConstructors().Select(c => c.GetParameters()).MaxBy(parameters => parameters.Length)!;

    private static bool IsPart(Type type) =>
        type == typeof(Origin) || type == typeof(Place) || type == typeof(GeoPoint) || type == typeof(MediaReference)
        || type == typeof(Measurement) || type == typeof(RecorderCertificate) || type == typeof(CaseColleague)
        || type == typeof(CaseViewFilter) || type == typeof(DeviceDetails) || type == typeof(DeviceCertificate)
        || type == typeof(DeviceMaintenance) || type == typeof(HoldGrounds) || type == typeof(RuleMatch);

    private static object? Sound(ParameterInfo parameter, Type type) => (parameter.Name, type) switch
    {
        ("Sha256", _) => new string('a', 64),
        ("Plate", _) => "123ABC09",
        ("Number", _) when parameter.Member.DeclaringType == typeof(NumberIncident) => "2735",
        (_, var t) when t == typeof(string) => "x",
        ("Victims" or "Gravity", _) => 1,
        ("Things", _) => 1L,
        ("Longitude" or "Latitude" or "Confidence", _) => 0.5,
        (_, var t) when t == typeof(double) => 1.0,
        (_, var t) when t == typeof(OffsetDateTime) => Some.Began,
        ("From", var t) when t == typeof(LocalDate) => new LocalDate(2020, 1, 1),
        (_, var t) when t == typeof(LocalDate) => new LocalDate(2030, 1, 1),
        (_, var t) when t == typeof(TimePrecision) => TimePrecision.Day,
        (_, var t) when t == typeof(CoveredKind) => CoveredKind.Incident,
        (_, var t) when t == typeof(IReadOnlyList<CoverageGap>) => Array.Empty<CoverageGap>(),
        (_, var t) when t == typeof(IReadOnlyList<MaskedCount>) => Array.Empty<MaskedCount>(),
        (_, var t) when t == typeof(MaskingTarget) => MaskingTarget.Person,
        (_, var t) when t == typeof(Guid) => Some.Id,
        (_, var t) when t == typeof(RegistrationBook) => RegistrationBook.Kui,
        (_, var t) when t == typeof(DeviceKind) => DeviceKind.Camera,
        (_, var t) when t == typeof(UnitKind) => UnitKind.Patrol,
        (_, var t) when t == typeof(DeviceFault) => DeviceFault.Power,
        (_, var t) when t == typeof(Signal) => Some.Signal,
        (_, var t) when t == typeof(Tariffs) => Some.Tariffs,
        (_, var t) when t == typeof(AlertOutcome) => AlertOutcome.False,
        (_, var t) when t == typeof(ViolationHoldReason) => ViolationHoldReason.Other,
        (_, var t) when t == typeof(UpkeepRules) => Some.UpkeepRules,
        (_, var t) when t == typeof(ResponsePlans) => Some.Plans,
        (_, var t) when t == typeof(StreetClass) => StreetClass.Main,
        (_, var t) when t == typeof(bool) => false,
        (_, var t) when t == typeof(CaseItemKind) => parameter.Member.DeclaringType == typeof(AttachToCase)
            ? CaseItemKind.Alert : CaseItemKind.Person,
        (_, var t) when t == typeof(EvidenceRoute) => EvidenceRoute.Reference,
        (_, var t) when t == typeof(CustodyAction) => CustodyAction.HandedOver,
        (_, var t) when t == typeof(IReadOnlyList<Guid>) => new[] { Some.Id },
        (_, var t) when t == typeof(IReadOnlyList<string>) => new[] { "x" },
        (_, var t) when t == typeof(IReadOnlyList<ShiftItem>) => Array.Empty<ShiftItem>(),
        (_, var t) when t == typeof(IReadOnlyList<CaseChoice>) => Array.Empty<CaseChoice>(),
        (_, var t) when t == typeof(int) => 1,
        (_, var t) when t == typeof(long) || t == typeof(Incident) || t == typeof(Case) || t == typeof(UpkeepTask) => null,
        _ => throw new NotSupportedException($"No sound value of {parameter.Name} is known: add one here, and a check to the command."),
    };
}
