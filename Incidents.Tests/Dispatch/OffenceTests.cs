using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Several rows of one incident, decided one after the other.</summary>
public class OffenceTests
{
    // Known on 1, 2 and 2 July, and on 1 July again: robbery is the gravest until the homicide becomes known.
    private static readonly RegisterIncident[] Rows =
    [
        Row("1", "robbery", 1, victims: 1, day: 1), Row("2", "homicide", 0, victims: 2, day: 2), Row("3", "assault", null, null, day: 2),
        Row("4", "robbery", 1, null, day: 1),
    ];

    // Robbery counts 1 incident and 2 offences with 1 victim from 1 July on. From 2 July on the incident is a homicide, at its place and
    // time: 4 offences, of which 2 robberies and 1 assault, and 3 victims.
    private static readonly string[] Expected =
    [
        "Incidents robbery 1 1 +1", "ExtraOffences robbery 1 1 +1", "Victims robbery 1 1 +1", "IncidentsWithVictims robbery 1 1 +1",
        "Incidents robbery 1 2 -1", "ExtraOffences robbery 1 2 -1", "Victims robbery 1 2 -1", "IncidentsWithVictims robbery 1 2 -1",
        "Incidents homicide 2 2 +1", "ExtraOffences robbery 2 2 +2", "ExtraOffences assault 2 2 +1", "Victims robbery 2 2 +1",
        "Victims homicide 2 2 +2", "IncidentsWithVictims homicide 2 2 +1",
    ];

    public static TheoryData<int[]> Orders => [.. EveryOrder.Of(0, 1, 2, 3)];

    [Theory, MemberData(nameof(Orders))]
    public void Whatever_the_order_of_rows_state_and_counts_are_the_same(int[] order)
    {
        var (incident, events) = Decided(order.Select(i => Rows[i]));

        Assert.Equal(Expected.Order(), Sums(events));
        Assert.Equal(["1", "2", "3", "4"], incident.Offences.Select(o => o.OffenceId));
        Assert.Equal(
            ("homicide", "2", Day(1), IncidentStatus.Registered),
            (incident.CountKey.Category, incident.Place.Street, incident.KnownSince, incident.Status));
        Assert.Equal(Rows[1].OccurredAt, incident.CountKey.OccurredAt);
    }

    [Fact]
    public void The_same_row_again_changes_nothing()
    {
        var (incident, _) = Decided(Rows);
        Assert.All(Rows, row => row.Yields(incident));
    }

    [Fact]
    public void Equal_ranks_are_decided_by_category_and_then_by_id()
    {
        var (incident, _) = Decided([Row("b", "theft", null), Row("c", "arson", null), Row("a", "theft", null)]);
        Assert.Equal(["c", "a", "b"], incident.Offences.Order(Offence.ByGravity).Select(o => o.OffenceId));
    }

    [Fact]
    public void A_single_row_without_victims_writes_one_entry()
    {
        var (_, events) = Decided([Row("1", "robbery", 1)]);
        Assert.Equal(["Incidents robbery 1 1 +1"], Sums(events));
    }

    [Fact]
    public void What_a_person_has_set_stays_when_a_graver_row_comes()
    {
        var (incident, events) = Decided([Rows[0]]);
        var categorised = new CategoriseIncident(Some.Id, "fraud", "op").Decide(incident, Some.Now).Events[0];
        incident = Some.Folded<Incident>([.. events, categorised]);
        var added = (OffenceAdded)Rows[1].Decide(incident, Some.Now).Events[0];

        Assert.Equal(("fraud", "2"), (added.Incident.Category, added.Incident.Place.Street));
        // It counts from the day on which both are known: what was published before stays.
        Assert.All(added.Counts, c => Assert.Equal(Some.Now, c.KnownAt));
        Assert.Equal(
            new[]
            {
                "Incidents fraud 1 3 -1", "Victims fraud 1 3 -1", "IncidentsWithVictims fraud 1 3 -1", "Incidents fraud 2 3 +1",
                "ExtraOffences fraud 2 3 -1", "ExtraOffences robbery 2 3 +1", "ExtraOffences homicide 2 3 +1", "Victims robbery 2 3 +1",
                "Victims homicide 2 3 +2", "IncidentsWithVictims fraud 2 3 +1",
            }.Order(),
            Sums([added]));
    }

    [Fact]
    public void All_offences_go_and_come_back_with_their_incident()
    {
        var (incident, events) = Decided(Rows);
        var all = Sums(events);
        List<IDomainEvent> stream = [.. events];
        ICommand<Incident>[] steps =
        [
            new WithdrawIncident(Some.Id, Some.Origin, "unfounded"), new ReinstateIncident(Some.Id, "op", "mistake"),
            new MergeIncident(Some.Id, Some.OtherId, Some.Incident(), "op"), new UnmergeIncident(Some.Id, "op", From: Some.OtherId),
        ];
        foreach (var (step, counts) in steps.Zip([false, true, false, true]))
        {
            var decision = step.Decide(incident, Some.Now);
            stream.AddRange(decision.Events);
            incident = Some.Folded<Incident>(stream);
            Assert.Equal(counts ? Total(all) : [], Total(Sums(stream)));
        }
    }

    [Fact]
    public void A_row_of_a_withdrawn_incident_counts_when_it_is_reinstated()
    {
        var (incident, events) = Decided([Rows[0]]);
        List<IDomainEvent> stream = [.. events, .. new WithdrawIncident(Some.Id, Some.Origin, "u").Decide(incident, Some.Now).Events];
        stream.AddRange(Rows[1].Decide(Some.Folded<Incident>(stream), Some.Now).Events);
        Assert.Empty(Total(Sums(stream)));

        stream.AddRange(new ReinstateIncident(Some.Id, "op", "m").Decide(Some.Folded<Incident>(stream), Some.Now).Events);
        Assert.Equal(
            ["ExtraOffences robbery +1", "Incidents homicide +1", "IncidentsWithVictims homicide +1", "Victims homicide +2",
                "Victims robbery +1"], Total(Sums(stream)));
    }

    [Fact]
    public void There_is_a_limit_to_the_rows_of_an_incident()
    {
        var full = Decided(Enumerable.Range(0, RegisterIncident.MostOffences).Select(i => Row($"{i}", "theft", null))).Incident;
        Row("more", "theft", null).Refuses(full, RegisterIncident.TooManyOffences);
    }

    [Theory]
    [InlineData(-1, 0, "VICTIMS_OUT_OF_RANGE")]
    [InlineData(10_001, 0, "VICTIMS_OUT_OF_RANGE")]
    [InlineData(0, -1, "GRAVITY_OUT_OF_RANGE")]
    [InlineData(10_000, 10_001, "GRAVITY_OUT_OF_RANGE")]
    public void Numbers_have_bounds(int victims, int gravity, string code) =>
        Assert.Equal(code, (Rows[0] with { Victims = victims, Gravity = gravity }).Decide(null, Some.Now).Refusal?.Code.Text());

    private static RegisterIncident Row(string id, string category, int? gravity, int? victims = null, int day = 1) => new(
        Some.Origin, category, Some.Place with { Street = id }, Some.Before(100 + id[0]), Day(day), OffenceId: id, Victims: victims,
        Gravity: gravity);

    private static OffsetDateTime Day(int day) => new LocalDateTime(2026, 7, day, 0, 0).WithOffset(Some.Offset);

    private static (Incident Incident, List<IDomainEvent> Events) Decided(IEnumerable<RegisterIncident> rows)
    {
        Incident? incident = null;
        var events = new List<IDomainEvent>();
        foreach (var row in rows)
        {
            var decided = Assert.Single(row.Decide(incident, Some.Now).Events);
            incident = StreamState.After(incident, decided);
            events.Add(decided);
        }
        return (incident!, events);
    }

    // Measure, category, the street that names the row, the day in July, and by how much.
    private static string[] Sums(IEnumerable<IDomainEvent> events) =>
    [
        .. Entries(events).GroupBy(e => (e.Measure, e.CountKey, e.KnownAt.Date)).Select(g => g.First() with { Delta = g.Sum(e => e.Delta) })
            .Where(e => e.Delta != 0).Select(Text).Order(),
    ];

    // Without place and day.
    private static string[] Total(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split(' ')).GroupBy(w => $"{w[0]} {w[1]}").Select(g => (g.Key, N: g.Sum(w => int.Parse(w[^1], null))))
            .Where(t => t.N != 0).Select(t => $"{t.Key} {t.N:+0;-0}").Order(),
    ];

    private static List<LedgerEntry> Entries(IEnumerable<IDomainEvent> events)
    {
        var (rules, entries) = (new CountRules(SliceEvents.CountsBySlice), new List<LedgerEntry>());
        foreach (var @event in events)
            rules.Write(@event, entries);
        return entries;
    }

    private static string Text(LedgerEntry e) =>
        $"{e.Measure} {e.CountKey.Category} {e.CountKey.Place.Street} {e.KnownAt.Day} {e.Delta:+0;-0}";
}
