using Incidents.Domain;
using Incidents.Domain.Recorders;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates traffic violations: recorded, reviewed, dismissed or confirmed, fined, and sometimes cancelled by a court.</summary>
internal static class ViolationScript
{
    // Of violations, those of which the plate is on a second car; and the settings of recorders as they come.
    private const double ClonedShare = 0.012;
    private const double MostKmPerHour = 200;
    private const double ClockSeconds = 30;

    // Until a violation is sent.
    private static readonly Duration Longest = Duration.FromMinutes(4);

    private static readonly (string Article, string Part)[] Unmeasured =
        [("599", "1"), ("593", "2"), ("591", "1"), ("597", "1"), ("594", "1"), ("600", "1")];
    private static readonly string[] Dismissals = ["plate-unreadable", "emergency-vehicle", "wrong-vehicle"];
    private static readonly int[] Limits = [40, 60, 60, 60, 60, 80, 80, 90];

    /// <summary>Adds the violations of a day.</summary>
    public static void Play(DayScript day, SimulationPlan plan, Tariffs tariffs)
    {
        foreach (var moment in day.Moments(plan.ViolationsPerDay * day.Town.Share, Rhythm.Named("commute")))
            Play(day, tariffs, moment);
    }

    private static void Play(DayScript day, Tariffs tariffs, Instant moment)
    {
        var random = day.Random;
        var number = day.AtWork(day.Town.Recorders, random.Below(day.Town.Recorders.Count), moment, Longest);
        var recorder = day.Town.Recorders[number];
        var measured = random.Chance(0.72) ? Speed(random, Limits[number % Limits.Length]) : null;
        var (article, part) = measured is null ? random.OneOf(Unmeasured) : ("592", SpeedingPart(measured));
        var plate = random.Chance(0.97) ? Plates.One(day) : null;
        var certificate = Certificate(recorder.Id, number, day.Day);
        var record = new RecordViolation(
            day.NextOrigin(), article, part, $"koap.{article}", measured, plate, recorder.Id, certificate, null, recorder.Place,
            day.Local(moment));
        var known = moment + DayScript.Seconds(random.Between(20, 180));
        day.At(known, record, plate is null ? null : () => SimulatedMessages.OfPlate(record));
        var isHeld = plate is not null && day.Work.Chance(ClonedShare) && Clone(day, record, number, known);

        var reviewed = moment + DayScript.Hours(Math.Clamp(random.LogNormal(3, 0.8), 0.1, 48));
        day.At(reviewed, new ReviewViolation(record.StreamId, day.Operator(reviewed)));
        var decided = reviewed + DayScript.Minutes(random.Between(1, 40));
        var dismissal = certificate.ValidUntil < day.Local(moment).Date ? "certificate-expired"
            : plate is null ? "plate-unreadable"
            : random.Chance(0.06) ? random.OneOf(Dismissals) : null;
        if (dismissal is not null)
        {
            day.At(decided, new DismissViolation(record.StreamId, day.Operator(decided), dismissal));
            return;
        }
        if (isHeld)
            Lift(day, record, decided);
        day.At(decided, new ConfirmViolation(record.StreamId, day.Operator(decided)));
        if (!random.Chance(0.97))
            return;
        var fined = decided + DayScript.Hours(Math.Clamp(random.LogNormal(18, 0.7), 1, 140));
        day.At(fined, new FineViolation(record.StreamId, tariffs));
        if (random.Chance(0.02))
        {
            var cancelled = fined + DayScript.Hours(random.Between(72, 240));
            day.At(cancelled, new CancelViolation(record.StreamId, day.Operator(cancelled), "court"));
        }
    }

    // The plate is on another car, too, which a far recorder sees within a minute: both are held, as the rules of recorders hold them.
    private static bool Clone(DayScript day, RecordViolation record, int number, Instant known)
    {
        var recorders = day.Town.Recorders;
        var far = Enumerable.Range(0, recorders.Count)
            .MaxBy(i => Wgs84.Metres(recorders[number].Place.Point!.Value, recorders[i].Place.Point!.Value));
        var farthest = recorders[far];
        var moment = record.OccurredAt.ToInstant() + DayScript.Seconds(day.Work.Between(5, 50));
        var clone = record with
        {
            Origin = record.Origin with { Id = record.Origin.Id + "-clone" },
            Recorder = farthest.Id,
            Certificate = Certificate(farthest.Id, far, day.Day),
            Place = farthest.Place,
            OccurredAt = day.Local(moment),
        };
        if (ImpossibleWay.Of(Sighting(record), Sighting(clone), MostKmPerHour) is not { } way || !day.IsAtWork(farthest, moment, Longest))
            return false;
        var cloneKnown = moment + DayScript.Seconds(day.Work.Between(20, 180));
        day.At(cloneKnown, clone, () => SimulatedMessages.OfPlate(clone));
        var found = (cloneKnown > known ? cloneKnown : known) + DayScript.Seconds(day.Work.Between(0.5, 2));
        day.At(found, Hold(record, clone, way));
        day.At(found, Hold(clone, record, way));
        var reviewed = found + DayScript.Hours(day.Work.Between(0.5, 20));
        day.At(reviewed, new ReviewViolation(clone.StreamId, day.Colleague(reviewed)));
        var decided = reviewed + DayScript.Minutes(day.Work.Between(2, 40));
        day.At(decided, new DismissViolation(clone.StreamId, day.Colleague(decided), "wrong-vehicle"));
        return true;
    }

    private static HoldViolation Hold(RecordViolation held, RecordViolation other, ImpossibleWay way) => new(
        held.StreamId, HoldViolation.ByRecorders, way.IsAtOnce ? ViolationHoldReason.TwoPlaces : ViolationHoldReason.ImpossibleSpeed,
        Grounds: new(
            other.StreamId, Math.Round(way.DistanceMetres), Math.Round(way.Seconds, 1),
            way.LeastKmPerHour is { } speed ? Math.Round(speed) : null));

    private static PlateSighting Sighting(RecordViolation record) => new(
        record.StreamId, record.Place.City, record.Recorder!, record.Place.Point!.Value, record.OccurredAt.ToInstant(), ClockSeconds);

    // Who decides has looked at both pictures.
    private static void Lift(DayScript day, RecordViolation record, Instant decided)
    {
        var lifted = decided + DayScript.Seconds(day.Work.Between(10, 50));
        day.At(lifted, new LiftViolationHold(record.StreamId, day.Colleague(lifted), "reads-agree"));
    }

    private static Measurement Speed(KeyedRandom random, int limit) =>
        new(limit + 11 + Math.Min(90, Math.Floor(random.Exponential(12))), limit, "km/h");

    // Article 592: at least 10 and up to 20 km/h above the limit, up to 40, less than 60, 60 and more.
    private static string SpeedingPart(Measurement speed) => (speed.Value - speed.Allowed) switch
    {
        <= 20 => "1",
        <= 40 => "2",
        < 60 => "3",
        _ => "3-1",
    };

    // A certificate is valid for a year. One recorder in twenty-five is verified three weeks late every year.
    private static RecorderCertificate Certificate(string recorder, int number, LocalDate day)
    {
        var birthday = new AnnualDate(1 + number % 12, 1 + number * 7 % 28);
        var previous = birthday.InYear(day.Year) < day ? birthday.InYear(day.Year) : birthday.InYear(day.Year - 1);
        var late = number % 25 == 7 && day <= previous.PlusDays(21);
        var validUntil = late ? previous : birthday.InYear(previous.Year + 1);
        return new($"{recorder}/{validUntil.Year - 1}", validUntil, "Simulated laboratory");
    }
}
