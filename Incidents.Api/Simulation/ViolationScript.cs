using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates traffic violations: recorded, reviewed, dismissed or confirmed, fined, and sometimes cancelled by a court.</summary>
internal static class ViolationScript
{
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
        day.At(moment + DayScript.Seconds(random.Between(20, 180)), record,
            plate is null ? null : () => SimulatedMessages.OfPlate(record));

        var reviewed = moment + DayScript.Hours(Math.Clamp(random.LogNormal(3, 0.8), 0.1, 48));
        day.At(reviewed, new ReviewViolation(record.StreamId, day.Operator()));
        var decided = reviewed + DayScript.Minutes(random.Between(1, 40));
        var dismissal = certificate.ValidUntil < day.Local(moment).Date ? "certificate-expired"
            : plate is null ? "plate-unreadable"
            : random.Chance(0.06) ? random.OneOf(Dismissals) : null;
        if (dismissal is not null)
        {
            day.At(decided, new DismissViolation(record.StreamId, day.Operator(), dismissal));
            return;
        }
        day.At(decided, new ConfirmViolation(record.StreamId, day.Operator()));
        if (!random.Chance(0.97))
            return;
        var fined = decided + DayScript.Hours(Math.Clamp(random.LogNormal(18, 0.7), 1, 140));
        day.At(fined, new FineViolation(record.StreamId, tariffs));
        if (random.Chance(0.02))
            day.At(fined + DayScript.Hours(random.Between(72, 240)), new CancelViolation(record.StreamId, day.Operator(), "court"));
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
