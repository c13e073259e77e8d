using System.Globalization;
using System.Text.RegularExpressions;
using Incidents.Api.Data;
using Incidents.Api.Kpis;
using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Cases;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.Hazards;
using Incidents.Domain.Outages;
using Incidents.Domain.PersonalData;
using Incidents.Domain.Plates;
using Incidents.Domain.Quarantine;
using Incidents.Domain.Recorders;
using Incidents.Domain.Shifts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Sources;
using Incidents.Domain.Units;
using Incidents.Domain.Upkeep;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
using Incidents.Tests.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Simulation;

public class SimulatorTests(SimulatedHistory history) : IClassFixture<SimulatedHistory>
{
    private static readonly Instant End = SimulatedHistory.End;

    [Fact]
    public void No_decision_of_the_history_is_refused_and_each_leads_to_an_event() => Assert.Empty(history.Barren);

    // What a step depends on is sent beside it and may be committed later: a merge would then be refused.
    [Fact]
    public void No_step_waits_for_another_stream_than_its_own()
    {
        Assert.Contains(history.Steps, step => step.Command is MergeIncident);
        Assert.DoesNotContain(history.Steps, step => SimulatedSubmission.Of(step).DependsOn is not null);
    }

    [Fact]
    public void The_history_is_of_the_size_of_a_programme_and_in_order()
    {
        Assert.InRange(history.Events.Count, 180_000, 280_000);
        Assert.Equal(history.Steps.OrderBy(s => s.At).Select(s => s.At), history.Steps.Select(s => s.At));
        Assert.True(history.Steps[^1].At < End);
    }

    [Fact]
    public void The_programme_has_its_devices_in_the_six_towns()
    {
        var devices = history.Of<DeviceRegistered>();

        Assert.Equal((3223, 100, 33), (Count(DeviceKind.Camera), Count(DeviceKind.Recorder), Count(DeviceKind.SosTerminal)));
        Assert.Equal(["karaganda", "osakarovka", "saran", "satpayev", "temirtau", "zhezkazgan"],
            devices.Select(d => d.Place.City).Distinct().Order());
        Assert.Equal(devices.Count, devices.Select(d => d.DeviceId).Distinct().Count());
        // 520,486 of 893,555 residents live in Karaganda: 1,877 of 3,223 cameras.
        Assert.Equal(1877, devices.Count(d => d.Kind is DeviceKind.Camera && d.Place.City is "karaganda"));
        Assert.Equal(["Қазыбек би", "Әлихан Бөкейхан"],
            devices.Where(d => d.Place.City is "karaganda").Select(d => d.Place.District).Distinct().Order());

        int Count(DeviceKind kind) => devices.Count(d => d.Kind == kind);
    }

    [Fact]
    public void Everything_is_in_its_town_and_has_a_simulated_source()
    {
        var cities = Catalogues.Cities();
        IEnumerable<(Origin Origin, Place Place)> things =
        [
            .. history.Of<AlertRaised>().Select(e => (e.Origin, e.Place)), .. history.Of<SosCallPlaced>().Select(e => (e.Origin, e.Place)),
            .. history.Of<ViolationRecorded>().Select(e => (e.Origin, e.Place)),
            .. history.Of<IncidentOpened>().Select(e => (e.Origin, e.Place)),
            .. history.Of<UpkeepObserved>().Select(e => (e.Origin, e.Place)),
        ];

        Assert.All(things, t => Assert.StartsWith("simulator", t.Origin.Source));
        Assert.All(things, t => Assert.True(cities.Find(t.Place.City)!.Bounds!.Value.Contains(t.Place.Point!.Value)));
        Assert.All(history.Of<DeviceRegistered>(), d => Assert.StartsWith("sim-", d.DeviceId));
    }

    [Fact]
    public void Every_category_is_in_the_catalogue()
    {
        var categories = Catalogues.Categories();
        string[] used =
        [
            .. history.Of<AlertRaised>().Select(e => e.Category), .. history.Of<IncidentOpened>().Select(e => e.Category),
            .. history.Of<IncidentCategorised>().Select(e => e.To), .. history.Of<ViolationRecorded>().Select(e => e.Category),
            .. history.Of<AlertUpdated>().Select(e => e.Category), .. history.Of<SosCallPlaced>().Select(e => e.Category),
        ];
        Assert.All(used.Distinct(), code => Assert.True(categories.TryFind(code, out _), code));
    }

    [Fact]
    public void The_same_seed_and_end_give_the_same_steps() =>
        Assert.Equal(Texts(Simulator(1).History(End, 3)), Texts(Simulator(1).History(End, 3)));

    [Fact]
    public void Another_seed_gives_other_steps()
    {
        Assert.NotEqual(Happened(1), Happened(2));

        static IEnumerable<string> Happened(long seed) =>
            Texts(Simulator(seed).History(End, 1).Where(s => s.Command is not RegisterDevice).Take(100));
    }

    [Theory]
    [InlineData(40), InlineData(2)]
    public void Reading_on_from_a_moment_gives_what_reading_from_the_beginning_gives(int days)
    {
        var later = End + Duration.FromHours(6);
        var begin = Simulator(1).BeginOfHistory(End, days);
        var whole = Simulator(1).From(begin, begin).TakeWhile(s => s.At < later).ToList();

        Assert.Equal(Texts(whole.Where(s => s.At < End)), Texts(Simulator(1).History(End, days)));
        Assert.Equal(Texts(whole.Where(s => s.At >= End)), Texts(Simulator(1).From(begin, End).TakeWhile(s => s.At < later)));
    }

    [Fact]
    public void Fights_belong_to_the_night_and_thefts_to_the_day()
    {
        Assert.True(
            At<AlertRaised>(e => e.Category is "fight", night: true) > 2 * At<AlertRaised>(e => e.Category is "fight", night: false));
        Assert.True(
            At<IncidentOpened>(e => e.Category is "theft", night: false)
            > 2 * At<IncidentOpened>(e => e.Category is "theft", night: true));

        // 22:00 to 2:00 against 10:00 to 14:00: four hours each.
        int At<T>(Func<T, bool> which, bool night) where T : IDomainEvent =>
            history.Of<T>().Count(e => which(e) && (night ? e.OccurredAt.Hour is >= 22 or < 2 : e.OccurredAt.Hour is >= 10 and < 14));
    }

    // The history ends on 23 November 2026: days of snow, and some of what fell lies longer than it may.
    [Fact]
    public void Snow_of_November_is_cleared_on_main_streets_first_and_some_is_overdue()
    {
        var observed = history.Of<UpkeepObserved>().Where(e => e.Category is "snow-uncleared").ToList();
        Assert.All(observed, e => Assert.True(e.OccurredAt.Month is 10 or 11));
        Assert.InRange(observed.Count, 200, 6_000);
        var done = history.Of<UpkeepDone>().Where(e => e.Terms.Observation.Category is "snow-uncleared").ToList();
        var late = (double)done.Count(e => e.Terms.IsInTime(e.OccurredAt) is false) / done.Count;
        Assert.InRange(late, 0.15, 0.7);
        Assert.True(Hours(StreetClass.Main) < Hours(null));
        var cleared = history.Of<UpkeepDone>().Select(e => e.Terms).ToHashSet();
        Assert.Contains(observed, e => !cleared.Contains(e.Terms()) && e.Deadline!.Value.ToInstant() < End);

        double Hours(StreetClass? of) => done.Where(e => e.Terms.StreetClass == of)
            .Average(e => (e.OccurredAt - e.Terms.Observation.OccurredAt).TotalHours);
    }

    [Fact]
    public void Saturdays_see_more_fights_than_Tuesdays()
    {
        int On(IsoDayOfWeek day) => history.Of<AlertRaised>().Count(e => e.Category is "fight" && e.OccurredAt.DayOfWeek == day);
        Assert.True(On(IsoDayOfWeek.Saturday) > 1.3 * On(IsoDayOfWeek.Tuesday));
    }

    // Registered offences of a year, form 1-M: 4,074 thefts, 2,844 frauds and 466 petty thefts among the 9,728 that the plan has.
    [Theory]
    [InlineData("theft", 4074), InlineData("fraud", 2844), InlineData("petty-theft", 466), InlineData("assault", 192 + 161 + 11),
        InlineData("robbery", 127 + 9)]
    public void The_mix_is_that_of_the_registered_offences(string category, int registered)
    {
        var crimes = history.Of<IncidentOpened>().Where(e => e.Origin.Source is "simulator.register").ToList();
        var expected = crimes.Count * registered / 9728.0;
        // Four standard deviations. Clusters of near-repeats widen a Poisson count: for a mean offspring r the size N of a cluster has
        // (Borel) E[N] = 1 / (1 - r) and Var[N] = r / (1 - r)^3, so that r = 0.35 gives E[N^2] / E[N] = 2.4.
        var tolerance = 4 * Math.Sqrt(2.4 * expected);
        Assert.InRange(crimes.Count(e => e.Category == category), expected - tolerance, expected + tolerance);
    }

    [Fact]
    public void Nine_of_ten_calls_are_answered_within_eight_seconds()
    {
        var answers = history.Of<SosCallAnswered>();
        var within = answers.Count(a => a.OccurredAt - a.Call.OccurredAt <= Duration.FromSeconds(8.35));
        Assert.InRange((double)within / answers.Count, 0.88, 0.92);
    }

    // Frauds and other offences without a unit take days: the time to resolution is the one that misses its target.
    [Theory]
    [InlineData(28), InlineData(56), InlineData(84), InlineData(112)]
    public void Four_weeks_meet_the_targets_of_answer_dispatch_and_arrival_and_miss_that_of_resolution(int daysBeforeEnd)
    {
        var begin = End - Duration.FromDays(daysBeforeEnd);
        var targets = new KpiTargets();

        Assert.InRange(Within<SosCallAnswered>(e => e.Call.OccurredAt, targets.AnswerSeconds), 0.91, 0.98);
        Assert.InRange(Within<UnitAssigned>(e => e.Since, targets.DispatchSeconds), 0.91, 0.98);
        Assert.InRange(Within<UnitArrived>(e => e.Since, targets.ArrivalSeconds), 0.91, 0.98);
        Assert.InRange(Within<IncidentResolved>(e => e.Since, targets.ResolutionSeconds), 0.7, 0.88);

        double Within<T>(Func<T, OffsetDateTime?> sinceOf, double target) where T : IDomainEvent => (
            from e in history.Of<T>()
            let since = sinceOf(e)
            where since is { } begun && begun.ToInstant() >= begin && begun.ToInstant() < begin + Duration.FromDays(28)
            select (e.OccurredAt - since!.Value).TotalSeconds <= target ? 1.0 : 0.0).Average();
    }

    // Hot places bring thefts near one another at any distance in time; near-repeats add to it at a short one only.
    [Fact]
    public void Thefts_close_in_time_are_close_in_space_more_often_than_thefts_far_apart()
    {
        var thefts = history.Of<IncidentOpened>().Where(
            e => e.Category is "theft" && e.Place.City is "karaganda" && e.Origin.Source is "simulator.register")
            .Select(e => (At: e.OccurredAt.ToInstant(), Point: e.Place.Point!.Value)).ToList();
        var pairs = thefts.SelectMany((a, i) =>
                thefts.Skip(i + 1).Select(b => (Days: Math.Abs((a.At - b.At).TotalDays), Near: Metres(a.Point, b.Point) <= 200))).ToList();
        var (soon, late) = (Near(pairs.Where(p => p.Days < 2)), Near(pairs.Where(p => p.Days >= 14)));

        Assert.True(soon > 1.25 * late, $"{soon:p2} against {late:p2}");

        static double Near(IEnumerable<(double Days, bool Near)> pairs) => pairs.Average(p => p.Near ? 1.0 : 0.0);

        static double Metres(GeoPoint a, GeoPoint b) => 111_320 * Math.Sqrt(
            Math.Pow(a.Latitude - b.Latitude, 2) + Math.Pow((a.Longitude - b.Longitude) * Math.Cos(a.Latitude * Math.PI / 180), 2));
    }

    [Fact]
    public void Every_kind_of_event_of_a_live_system_occurs()
    {
        // Nobody moves or retires a device, an unmatched withdrawal comes from historic registers only, forecasts are the service's, no
        // beginning comes late, nothing is undone or corrected, nobody is called back, nothing was quarantined, nobody declares when a
        // source reports, nobody says how long a cell was patrolled, nothing is masked, nobody investigates, and each incident has one
        // offence. Reads of plates are messages of recorders, and no commands. Of a merge only the incident that goes is told. A unit is
        // never sent on, retired or described anew, no shift ends without being handed over, nobody takes over another's work, notes a
        // hazard, enters a number or ticks a plan's steps, and no recorder drifts. Devices have no papers, and no town is cut off. What is
        // one thing of municipal property is joined by the host.
        Type[] never = [typeof(DeviceRelocated), typeof(DeviceRetired), typeof(DeviceDescribed), typeof(DeviceCertified),
            typeof(DeviceMaintained), typeof(TownFellSilent), typeof(TownHeardAgain),
            typeof(WithdrawalUnmatched), typeof(WithdrawalMatched),
            typeof(ForecastSealed), typeof(ForecastMissed), typeof(ForecastScored), typeof(AlertBeginningReported),
            typeof(SosCallBeginningReported), typeof(EventReleased), typeof(AlertReinstated), typeof(SosCallCalledBack),
            typeof(AlertJudgementWithdrawn),
            typeof(ViolationReinstated), typeof(IncidentCorrected), typeof(IncidentReinstated), typeof(IncidentAbsorbed),
            typeof(IncidentSeparated), typeof(IncidentNumbered), typeof(UnitDiverted), typeof(UnitDescribed), typeof(UnitRetired),
            typeof(ShiftEnded), typeof(WorkTakenOver), typeof(HazardNoted), typeof(HazardLifted),
            typeof(PlanStepTicked), typeof(PlanStepUnticked),
            typeof(RecorderSuspected), typeof(RecorderCleared),
            typeof(PlateRead), typeof(CoverageDeclared), typeof(ForecastPatrolled), typeof(OffenceAdded),
            typeof(UpkeepBeginningReported), typeof(UpkeepJoined), typeof(UpkeepAbsorbed), typeof(UpkeepSeparated), typeof(UpkeepLetGo)];
        var all = typeof(IDomainEvent).Assembly.GetTypes()
            .Where(t => t is { IsClass: true } && t.IsAssignableTo(typeof(IDomainEvent)) && t.Namespace != typeof(MaskingBegun).Namespace
                && t.Namespace != typeof(CaseOpened).Namespace);

        Assert.Equal(all.Except(never).Select(t => t.Name).Order(), history.Events.Select(e => e.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Plates_are_of_Kazakhstans_format() =>
        Assert.All(history.Of<ViolationRecorded>().Where(e => e.Plate is not null),
            e => Assert.Matches("^[0-9]{3}[A-Z]{3}(0[1-9]|1[0-9]|20)$", e.Plate!));

    [Fact]
    public void The_plan_counts_offences_as_the_statistics_do()
    {
        // Article 366, 000 and so on: each line of form 1-M that names an article, summed where it has several lines.
        var counted = File.ReadLines(ImportOf.SharedData("statutes/uk_rk_articles_with_karaganda_counts.csv")).Skip(1)
            .Select(line => Regex.Match(line, "^[0-9]+,([^,]+),.*,([0-9]*),([0-9]*),[0-9]*,[0-9]*$")).Where(m => m.Success)
            .GroupBy(m => m.Groups[1].Value).ToDictionary(
                g => g.Key, g => g.Sum(m => double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)));
        var categories = Catalogues.Categories();

        Assert.All(SimulationPlan.Load().Crimes, crime =>
        {
            Assert.Equal(counted[crime.Article], crime.PerYear);
            Assert.Equal(crime.Category, categories.Of("uk", crime.Article, new(2026, 7, 3))?.Code);
        });
    }

    private static Simulator Simulator(long seed) => new(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, seed);

    private static IEnumerable<string> Texts(IEnumerable<SimulatedStep> steps) => [.. steps.Select(s => s.ToString())];
}
