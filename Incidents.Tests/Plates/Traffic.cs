using Incidents.Projections.Plates;
using NodaTime;

namespace Incidents.Tests.Plates;

/// <summary>A town in which vehicles go their ways without regard to each other, past devices along its roads.</summary>
internal sealed class Traffic(Random random)
{
    public const int Days = 30;

    private const int Roads = 4, DevicesOfRoad = 6;
    private const double MinutesToNext = 1.5;

    // Monday.
    private static readonly LocalDate First = new(2026, 3, 2);
    private static readonly DateTimeZone Clock = DateTimeZone.ForOffset(Offset.FromHours(5));
    private static readonly long Midnight = First.AtStartOfDayInZone(Clock).ToInstant().ToDateTimeUtc().Ticks;

    private readonly List<(string Plate, int Device, long At)> reads = [];
    private bool isInOrder;

    private static readonly long Begin = Period.Start.ToDateTimeUtc().Ticks, End = Period.End.ToDateTimeUtc().Ticks;

    /// <summary>The period of the reads.</summary>
    public static TripDays Period => new(First, First.PlusDays(Days), Clock);

    /// <summary>By how many minutes everybody is late on a day; nobody where it is empty.</summary>
    public double[] Late { get; init; } = [];

    /// <summary>A workday on which nobody works; null for none.</summary>
    public int? Holiday { get; init; }

    /// <summary>To work and back along one road at its own hours, with its own punctuality.</summary>
    public string Commuter(string plate, double earliest = 7, double latest = 9, double? minutes = null)
    {
        var (road, from, length) = (random.Next(Roads), random.Next(3), 2 + random.Next(3));
        var (there, back, spread) = (Between(earliest, latest), Between(17, 19), minutes ?? Between(2, 20));
        foreach (var day in Enumerable.Range(0, Days).Where(day => IsWorkday(day) && random.NextDouble() < 0.9))
        {
            Trip(plate, road, from, length, day, 60 * there + Normal(spread));
            if (random.NextDouble() < 0.8)
                Trip(plate, road, from, length, day, 60 * back + Normal(2 * spread));
        }
        return plate;
    }

    /// <summary>Two days of work and two of rest, like many others.</summary>
    public string ShiftWorker(string plate, int phase)
    {
        var (road, from) = (random.Next(2), random.Next(2));
        foreach (var day in Enumerable.Range(0, Days).Where(day => (day + phase) % 4 < 2))
            Trip(plate, road, from, 4, day, 60 * 7.5 + Normal(3));
        return plate;
    }

    /// <summary>Somewhere now and then.</summary>
    public string Shopper(string plate, double tripsADay = 0.5)
    {
        for (var day = 0; day < Days; day++)
        {
            for (var trip = Poisson(tripsADay); trip > 0; trip--)
                Trip(plate, random.Next(Roads), random.Next(3), 2 + random.Next(3), day, Between(8 * 60, 22 * 60));
        }
        return plate;
    }

    /// <summary>To the same place on one day of the week.</summary>
    public string Weekly(string plate, double minutes = 8)
    {
        var (weekday, road, hour) = (random.Next(7), random.Next(Roads), Between(9, 20));
        foreach (var day in Enumerable.Range(0, Days).Where(day => day % 7 == weekday && random.NextDouble() < 0.8))
            Trip(plate, road, 0, DevicesOfRoad, day, 60 * hour + Normal(minutes));
        return plate;
    }

    /// <summary>To and fro by its timetable.</summary>
    public string Bus(string plate)
    {
        var (road, offset) = (random.Next(Roads), Between(0, 60));
        for (var day = 0; day < Days; day++)
        {
            for (var at = 6 * 60 + offset; at < 22 * 60; at += 60)
                Trip(plate, road, 0, DevicesOfRoad, day, at + Normal(3));
        }
        return plate;
    }

    /// <summary>In front of a camera for hours, and read all the time.</summary>
    public string Standing(string plate)
    {
        var device = random.Next(Roads * DevicesOfRoad);
        foreach (var day in Enumerable.Range(0, Days).Where(_ => random.NextDouble() < 0.4))
        {
            var from = Between(8 * 60, 16 * 60);
            for (var minutes = Between(20, 240); minutes > 0; minutes -= 4)
                Read(plate, device, day, from + minutes);
        }
        return plate;
    }

    /// <summary>Behind another on some days, and elsewhere on the others.</summary>
    public string Follower(string plate, string followed, int[] days)
    {
        foreach (var (device, at) in reads.Where(r => r.Plate == followed).Select(r => (r.Device, r.At)).ToArray())
        {
            if (days.Contains((int)((at - Midnight) / TimeSpan.TicksPerDay)))
                Read(plate, device, 0, (at - Midnight) / (double)TimeSpan.TicksPerMinute + Between(0.2, 2));
        }
        return Shopper(plate, 1);
    }

    /// <summary>Days on which a plate was read.</summary>
    public int[] DaysOf(string plate) =>
        [.. reads.Where(r => r.Plate == plate).Select(r => (int)((r.At - Midnight) / TimeSpan.TicksPerDay)).Distinct().Order()];

    /// <summary>Everybody who met a plate within five minutes, and how many were compared.</summary>
    public (List<MeetingCounter.Meeting> Met, int Compared) Around(string plate)
    {
        MeetingCounter counter = new(Period, 5 * TimeSpan.TicksPerMinute);
        if (!isInOrder)
            reads.Sort((a, b) => (a.Device, a.At).CompareTo((b.Device, b.At)));
        isInOrder = true;
        foreach (var device in reads.GroupBy(r => r.Device))
        {
            long[] own = [.. device.Where(r => r.Plate == plate).Select(r => r.At)];
            if (own.Length == 0)
                continue;
            counter.Begin(own);
            foreach (var read in device.Where(r => r.Plate != plate))
                counter.Add(read.Plate, read.At);
            counter.End();
        }
        return (counter.Meetings(), counter.Vehicles);
    }

    private void Trip(string plate, int road, int from, int length, int day, double minute)
    {
        for (var device = from; device < Math.Min(from + length, DevicesOfRoad); device++)
            Read(plate, road * DevicesOfRoad + device, day, minute + (device - from) * MinutesToNext);
    }

    private void Read(string plate, int device, int day, double minute)
    {
        var at = Midnight + day * TimeSpan.TicksPerDay + (long)((minute + Late.ElementAtOrDefault(day)) * TimeSpan.TicksPerMinute);
        isInOrder = false;
        if (at >= Begin && at < End)
            reads.Add((plate, device, at));
    }

    private bool IsWorkday(int day) => day % 7 < 5 && day != Holiday;

    private double Between(double low, double high) => low + (high - low) * random.NextDouble();

    private double Normal(double deviation) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private int Poisson(double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (var least = Math.Exp(-mean); product > least; product *= random.NextDouble())
            count++;
        return count;
    }
}
