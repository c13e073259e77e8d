using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>
/// A seeded random history of three towns through the real intake and command handlers: reports in and out of order, repeated and
/// withdrawn, incidents that are re-categorised, merged, un-merged, reopened and withdrawn, devices that move. Commands are chosen blindly,
/// so that refusals happen too.
/// </summary>
internal sealed class RandomHistory(RunningHost host, int seed)
{
    private static readonly string[] Categories = ["theft", "fight", "robbery", "arson", "sos"];
    private static readonly string?[] Districts = ["Qazybek bi", "Октябрьский", null];
    private static readonly string[] Cities = ["karaganda", "temirtau", "saran"];

    private readonly Random random = new(seed);
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly ReportIntake intake = host.Services.GetRequiredService<ReportIntake>();
    private readonly Cities cities = host.Services.GetRequiredService<Cities>();
    private readonly Tariffs tariffs = host.Services.GetRequiredService<Tariffs>();
    private readonly RandomDevices life = new(host, seed);
    private readonly RandomWork work = new(host, seed);
    private readonly List<Report> sent = [];
    private readonly List<Guid> incidents = [], alerts = [], calls = [], violations = [], devices = [];
    private readonly List<LinkSignal> links = [];
    private HistoricBatch? historic;
    private int next;

    /// <summary>A clock on which every reading is some seconds after the last, so that durations are of all lengths.</summary>
    public static FakeClock Clock() => new(Instant.FromUtc(2026, 2, 20, 3, 0), Duration.FromSeconds(7));

    /// <summary>Whether some times are known to the hour, day, month or year only.</summary>
    public bool HasCoarseTimes { get; init; } = true;

    /// <summary>Whether devices have papers, faults and silences, and read plates, and people take what they work on.</summary>
    public bool HasDeviceLife { get; init; }

    /// <summary>How many steps were refused by a rule: a history without refusals would test little.</summary>
    public int Refused { get; private set; }

    /// <summary>Lives on for so many steps.</summary>
    public async Task Live(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(3) == 0)
                await Report();
            else
                await Command();
            if (HasDeviceLife && i % 6 == 0)
                Refused += await life.Step(devices) ? 1 : 0;
            if (HasDeviceLife && i % 2 == 1)
                Refused += await work.Step(alerts, calls, violations, incidents) ? 1 : 0;
        }
    }

    private async Task Report()
    {
        var batch = Enumerable.Range(0, random.Next(1, 9)).Select(_ => sent.Count == 0 ? Something() : random.Next(12) switch
        {
            0 or 1 => Pick(sent),
            2 => BeginningOf(Pick(sent)),
            _ => Something(),
        }).ToArray();
        sent.AddRange(batch);
        historic ??= await host.Services.GetRequiredService<HistoricBatches>()
            .Begin("life-0", "a batch that does not end", false, TestContext.Current.CancellationToken);
        var answers = await intake.Accept(batch, historic!, TestContext.Current.CancellationToken);
        foreach (var (report, answer) in batch.Zip(answers))
        {
            Assert.NotEqual(ReportStatus.Unavailable, answer.Status);
            Refused += answer.Status is ReportStatus.Refused ? 1 : 0;
            if (answer.StreamId is { } id && answer.Status is ReportStatus.Accepted && report.Phase != "withdrawn")
                ListOf(report.Kind!).Add(id);
        }
    }

    // Where a later step was reported first, it comes late; else it was there, or another one was.
    private Report BeginningOf(Report step)
    {
        var now = host.Services.GetRequiredService<IClock>().GetCurrentInstant();
        return step with { Phase = null, KnownAt = null, OccurredAt = Beginning(now - Duration.FromHours(random.Next(24, 48))) };
    }

    private List<Guid> ListOf(string kind) => kind switch
    {
        "alert" => alerts,
        "sosCall" => calls,
        "violation" => violations,
        "device" => devices,
        _ => incidents,
    };

    private Report Something()
    {
        var now = host.Services.GetRequiredService<IClock>().GetCurrentInstant();
        var historic = random.Next(5) == 0;
        var at = now - Duration.FromMinutes(random.Next(1, historic ? 60 * 24 * 400 : 60 * 30));
        var report = new Report
        {
            Source = "life-" + (historic ? 0 : random.Next(2)),
            Id = "n" + (random.Next(4) == 0 ? random.Next(next + 1) : ++next),
            City = Pick(Cities),
            District = Pick(Districts),
            OccurredAt = Beginning(at),
            KnownAt = historic ? Time(at + Duration.FromDays(random.Next(1, 60)) is var known && known < now ? known : now) : null,
            Longitude = random.Next(5) == 0 ? null : 73 + random.NextDouble(),
            DeviceId = random.Next(2) == 0 ? "cam-" + random.Next(9) : null,
            Category = Pick(Categories),
        };
        report = report with { Latitude = report.Longitude is null ? null : 49.7 + random.NextDouble() / 2 };
        return random.Next(12) switch
        {
            0 => report with
            {
                Kind = "incident",
                Id = "g" + random.Next(1 + next / 20),
                OffenceId = random.Next(4) == 0 ? null : $"{random.Next(6)}",
                Victims = random.Next(2) == 0 ? null : random.Next(3),
                Gravity = random.Next(3) == 0 ? null : random.Next(3),
            },
            1 => report with { Kind = "incident", OccurredUntil = Later(Duration.FromMinutes(next % 600)) },
            2 => report with { Kind = "incident", Reference = "ref-" + random.Next(20) },
            3 => report with { Kind = "incident", Reference = "ref-" + random.Next(20), OccurredUntil = Later(Duration.FromDays(10)) },
            4 => report with { Kind = "incident", Phase = "withdrawn", Reference = "ref-" + random.Next(30) },
            5 => report with { Kind = "alert" },
            6 => report with { Kind = "alert", Phase = "updated", Confidence = random.NextDouble(), OccurredAt = Step() },
            7 => report with { Kind = "alert", Phase = "ended", OccurredAt = Step() },
            8 => report with { Kind = "sosCall" },
            9 => report with
            {
                Kind = "sosCall",
                Phase = Pick(["answered", "abandoned", "ended", "escalated"]),
                By = "op",
                To = "103",
                OccurredAt = Step(),
            },
            10 => report with
            {
                Kind = "violation",
                Article = "592",
                Part = "1",
                Plate = "123 ABC 09",
                Measured = new(80, 60, "km/h"),
                Certificate = new("KZ-1", new(2027, 1, 1))
            },
            _ => report with
            {
                Kind = "device",
                DeviceId = "cam-" + random.Next(12),
                DeviceKind = DeviceKind.Camera,
                Model = random.Next(2) == 0 ? "X1" : null
            },
        };

        // A step that is not known to the minute is refused.
        ReportedTime Step() => random.Next(10) == 0 ? report.OccurredAt!.Value : Time(at);

        ReportedTime Later(Duration by) => ReportedTime.At((at + by < now ? at + by : now).WithOffset(Offset.Zero));
    }

    private ReportedTime Time(Instant at) =>
        random.Next(2) == 0 ? ReportedTime.At(at.WithOffset(Offset.Zero))
            : ReportedTime.LocalAt(cities.Local(at, "karaganda").LocalDateTime);

    // Most are known to the minute.
    private ReportedTime Beginning(Instant at) =>
        Time(at) with
        {
            Precision = random.Next(3) == 0 && HasCoarseTimes ? (TimePrecision)random.Next(1, 5) : TimePrecision.Minute,
        };

    private async Task Command()
    {
        var incident = Some(incidents);
        var result = random.Next(35) switch
        {
            0 => await commands.Decide(
                new OpenIncident(
                    new("console", "k" + random.Next(500)), Pick(Categories),
                    new(Pick(Cities), Pick(Districts), new(73.1 + random.NextDouble() / 9, 49.8)),
                    alerts.Count > 0 ? new(SignalKind.Alert, Some(alerts)) : null), default),
            1 => await commands.Decide(new CategoriseIncident(incident, Pick(Categories), "op"), default),
            2 => await Link(new LinkSignal(incident, new(SignalKind.Alert, Some(alerts)), "op")),
            3 => await Unlink(),
            4 or 5 => await commands.Decide(new AssignUnit(incident, "P-" + random.Next(3)), default),
            6 or 7 => await commands.Decide(new RecordArrival(incident, "P-" + random.Next(3)), default),
            8 => await commands.Decide(new ResolveIncident(incident, "assisted"), default),
            9 => await commands.Decide(new CloseIncident(incident, "op"), default),
            10 => await commands.Decide(new ReopenIncident(incident, "op", "again"), default),
            11 => await commands.Decide(new WithdrawIncident(incident, new("op", "w"), "unfounded"), default),
            12 or 13 => await commands.Decide(new MergeIncident(incident, Some(incidents), null, "op"), default),
            14 => await Unmerge(incident),
            15 => await commands.Decide(new AcknowledgeAlert(Some(alerts), "op"), default),
            16 => await commands.Decide(new DismissAlert(Some(alerts), "op", "shadow"), default),
            17 => await commands.Decide(new AnswerSosCall(Some(calls), "op"), default),
            18 => await commands.Decide(new ConfirmViolation(Some(violations), "inspector"), default),
            19 => random.Next(2) == 0
                ? await commands.Decide(new DismissViolation(Some(violations), "inspector", "unreadable"), default)
                : await commands.Decide(new CancelViolation(Some(violations), "court", "appeal"), default),
            22 => await commands.Decide(new ReinstateAlert(Some(alerts), "op", "mistake"), default),
            23 => await commands.Decide(new ReinstateViolation(Some(violations), "court", "appeal-rejected"), default),
            24 => random.Next(2) == 0
                ? await commands.Decide(new CallBackSosCall(Some(calls), "op", random.Next(2) == 0), default)
                : await commands.Decide(new EndSosCall(Some(calls)), default),
            20 => await commands.Decide(new FineViolation(Some(violations), tariffs), default),
            25 => await commands.Decide(new ReleaseUnit(incident, "P-" + random.Next(3)), default),
            26 => await commands.Decide(new CancelUnit(incident, "P-" + random.Next(3)), default),
            27 => await commands.Decide(new DivertUnit(incident, "P-" + random.Next(3), Some(incidents), null), default),
            28 => await commands.Decide(new ReinstateIncident(incident, "op", "mistake"), default),
            29 => await commands.Decide(new WithdrawIncident(incident, new("op", "w"), "joke", WithMerged: random.Next(2) == 0), default),
            30 => await commands.Decide(await Correction(incident), default),
            31 => await Late(incident),
            33 => await commands.Decide(new JudgeAlert(Some(alerts), "op", (AlertOutcome)random.Next(3), "seen", random.Next(9)), default),
            34 => random.Next(2) == 0
                ? await commands.Decide(new HoldViolation(Some(violations), "op", ViolationHoldReason.Other, "odd"), default)
                : await commands.Decide(new LiftViolationHold(Some(violations), "op", "checked"), default),
            _ => random.Next(6) == 0
                ? await commands.Decide(new RetireDevice(Some(devices), "broken"), default)
                : await commands.Decide(new RelocateDevice(
                    Some(devices), new(Pick(Cities), Pick(Districts),
                        random.Next(2) == 0 ? null : new GeoPoint(73 + random.NextDouble(), 49.8))), default),
        };
        Refused += result.Refusal is null ? 0 : 1;
        if (result is { Changed: true, Version: 1 })
            incidents.Add(result.StreamId);
    }

    private async Task<CommandResult> Unmerge(Guid incident)
    {
        var from = (await Read(incident))?.MergedInto ?? Guid.Empty;
        return await commands.Decide(new UnmergeIncident(incident, "op", From: from), default);
    }

    private async Task<CorrectIncident> Correction(Guid incident)
    {
        var occurred = (await Read(incident))?.CountKey.OccurredAt;
        var place = new Place(
            Pick(Cities), Pick(Districts), random.Next(2) == 0 ? null : new GeoPoint(73 + random.NextDouble(), 49.8));
        var earlier = occurred?.Plus(-Duration.FromMinutes(random.Next(60 * 30)));
        return random.Next(4) switch
        {
            0 => new(incident, "op", "misheard", place),
            3 when earlier is { } at => new(
                incident, "op", "no hour known", null, TimeUnits.Beginning(at, TimePrecision.Day, cities.ZoneOf("karaganda")),
                Precision: HasCoarseTimes ? TimePrecision.Day : TimePrecision.Minute),
            1 => new(incident, "op", "misheard", null, earlier, random.Next(2) == 0 ? occurred : null),
            _ => new(incident, "op", "misheard", place, earlier),
        };
    }

    // What happened before is entered afterwards, in any order.
    private async Task<CommandResult> Late(Guid incident)
    {
        if (await Read(incident) is not { } state)
            return await commands.Decide(new AssignUnit(incident, "P-1"), default);
        var at = state.NotBefore.Plus(Duration.FromMinutes(random.Next(120)));
        var unit = "P-" + random.Next(3);
        return random.Next(7) switch
        {
            0 => await commands.Decide(new CategoriseIncident(incident, Pick(Categories), "op", at), default),
            1 => await commands.Decide(new AssignUnit(incident, unit, at), default),
            2 => await commands.Decide(new RecordArrival(incident, unit, at), default),
            3 => await commands.Decide(new ReleaseUnit(incident, unit, at), default),
            4 => await commands.Decide(new CancelUnit(incident, unit, at), default),
            5 => await commands.Decide(new DivertUnit(incident, unit, Some(incidents), null, at), default),
            _ => await commands.Decide(new ResolveIncident(incident, "assisted", at), default),
        };
    }

    private async Task<Incident?> Read(Guid incident) =>
        (await host.Services.GetRequiredService<EventReader>().Open<Incident>(incident, null, default))?.State;

    private async Task<CommandResult> Link(LinkSignal link)
    {
        links.Add(link);
        return await commands.Decide(link, default);
    }

    private async Task<CommandResult> Unlink()
    {
        var link = links.Count == 0 ? new(Some(incidents), new(SignalKind.Alert, Guid.Empty), "op") : Pick(links);
        return await commands.Decide(new UnlinkSignal(link.StreamId, link.Signal, "op"), default);
    }

    private Guid Some(List<Guid> of) => of.Count == 0 ? Guid.Empty : Pick(of);

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
