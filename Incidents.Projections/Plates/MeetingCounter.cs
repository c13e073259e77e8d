using Incidents.Statistics.Spatial;

namespace Incidents.Projections.Plates;

/// <summary>Counts who met a vehicle, device by device, and how unlikely that is: see <see cref="PlateCompanions"/>.</summary>
/// <param name="days">The period.</param>
/// <param name="ticks">How far apart two reads of a meeting are at most; less than a day.</param>
internal sealed class MeetingCounter(TripDays days, long ticks)
{
    private readonly Dictionary<string, Vehicle> vehicles = new(StringComparer.Ordinal);
    private readonly List<Vehicle> here = [];
    private long[] reads = [];
    private int next;
    private UInt128 daysOfPlate, daysOfOthers;

    // From each of these times of day on, until the next, a read meets the plate's reads of these days.
    private long[] times = [];
    private UInt128[] fits = [];

    /// <summary>Number of vehicles so far.</summary>
    public int Vehicles => vehicles.Count;

    /// <summary>Days on which the plate was read by the devices so far.</summary>
    public int DaysOfPlate => (int)UInt128.PopCount(daysOfPlate);

    /// <summary>Begins a device.</summary>
    /// <param name="readsOfPlate">When it read the plate, in order.</param>
    public void Begin(long[] readsOfPlate)
    {
        (reads, next) = (readsOfPlate, 0);
        var edges = new List<(long Time, int Day, int Change)>(2 * reads.Length);
        foreach (var at in reads)
        {
            var (day, time) = days.Of(at);
            daysOfPlate |= UInt128.One << day;
            edges.Add((time - ticks, day, 1));
            edges.Add((time + ticks + 1, day, -1));
        }
        edges.Sort();
        var open = new int[days.Count];
        var (from, sets, now) = (new List<long>(), new List<UInt128>(), UInt128.Zero);
        foreach (var (time, day, change) in edges)
        {
            open[day] += change;
            now = open[day] > 0 ? now | UInt128.One << day : now & ~(UInt128.One << day);
            if (from.Count > 0 && from[^1] == time)
                sets[^1] = now;
            else
            {
                from.Add(time);
                sets.Add(now);
            }
        }
        (times, fits) = ([.. from], [.. sets]);
    }

    /// <summary>Adds a read of another vehicle by the device, in order of time.</summary>
    public void Add(string plate, long at)
    {
        if (!vehicles.TryGetValue(plate, out var vehicle))
            vehicles.Add(plate, vehicle = new(plate));
        if (!vehicle.IsHere)
        {
            vehicle.IsHere = true;
            here.Add(vehicle);
        }
        var (day, time) = days.Of(at);
        daysOfOthers |= UInt128.One << day;
        vehicle.Add(day, Fitting(time));
        // A read shortly after a day began also meets one shortly before, which is of the day before.
        if (time < ticks && day > 0)
            vehicle.Add(day - 1, Fitting(time + TimeSpan.TicksPerDay));
        if (time >= TimeSpan.TicksPerDay - ticks && day < days.Count - 1)
            vehicle.Add(day + 1, Fitting(time - TimeSpan.TicksPerDay));

        while (next < reads.Length && reads[next] < at - ticks)
            next++;
        vehicle.Visit(at, ticks, isMeeting: next < reads.Length && reads[next] <= at + ticks);
    }

    /// <summary>Ends the device.</summary>
    public void End()
    {
        foreach (var vehicle in here)
            vehicle.Leave();
        here.Clear();
    }

    /// <summary>Every vehicle that met it, with its probability and q-value.</summary>
    public List<Meeting> Meetings()
    {
        var found = new List<Meeting>();
        foreach (var vehicle in vehicles.Values.Where(vehicle => vehicle.Met > 0))
        {
            found.Add(new(
                vehicle.Plate, vehicle.Met, vehicle.Devices, vehicle.Visits, SharedDays.Of(days, daysOfPlate | daysOfOthers, vehicle.Fits),
                vehicle.FirstMet, vehicle.LastMet));
        }
        // Those that never met it are compared, too.
        double[] p = [.. found.Select(m => m.Days.Probability), 1];
        int[] tests = [.. found.Select(_ => 1), vehicles.Count - found.Count];
        var q = FalseDiscoveryRate.QValues(p, tests);
        return [.. found.Select((meeting, i) => meeting with { Adjusted = q[i] })];
    }

    private UInt128 Fitting(long time)
    {
        var at = Array.BinarySearch(times, time);
        at = at < 0 ? ~at - 1 : at;
        return at < 0 ? UInt128.Zero : fits[at];
    }

    private sealed class Vehicle(string plate)
    {
        private long last;
        private bool hasVisited, hasMet, hasMetHere;

        public string Plate => plate;

        public bool IsHere { get; set; }

        public List<(int Day, UInt128 Fits)> Fits { get; } = [];

        public int Visits { get; private set; }

        public int Met { get; private set; }

        public int Devices { get; private set; }

        public long FirstMet { get; private set; } = long.MaxValue;

        public long LastMet { get; private set; } = long.MinValue;

        public void Add(int day, UInt128 fitting)
        {
            if (fitting == UInt128.Zero)
                return;
            // Reads come in order of time, so that the day is mostly the last one.
            for (var i = Fits.Count - 1; i >= 0; i--)
            {
                if (Fits[i].Day != day)
                    continue;
                Fits[i] = (day, Fits[i].Fits | fitting);
                return;
            }
            Fits.Add((day, fitting));
        }

        public void Visit(long at, long ticks, bool isMeeting)
        {
            if (!hasVisited || at - last > ticks)
                (hasVisited, hasMet, Visits) = (true, false, Visits + 1);
            last = at;
            if (!isMeeting)
                return;
            (FirstMet, LastMet) = (Math.Min(FirstMet, at), Math.Max(LastMet, at));
            if (hasMet)
                return;
            (hasMet, hasMetHere, Met) = (true, true, Met + 1);
        }

        public void Leave()
        {
            Devices += hasMetHere ? 1 : 0;
            (IsHere, hasVisited, hasMet, hasMetHere) = (false, false, false, false);
        }
    }

    /// <summary>A vehicle that met it.</summary>
    internal sealed record Meeting(string Plate, int Count, int Devices, int Visits, SharedDays Days, long FirstMet, long LastMet)
    {
        /// <summary>The q-value.</summary>
        public double Adjusted { get; init; }
    }
}
