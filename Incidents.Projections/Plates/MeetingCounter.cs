using Incidents.Statistics;
using Incidents.Statistics.Spatial;

namespace Incidents.Projections.Plates;

/// <summary>Counts who met a vehicle, device by device, and how unlikely that is: see <see cref="PlateCompanions"/>.</summary>
/// <param name="ticks">How far apart two reads of a meeting are at most.</param>
internal sealed class MeetingCounter(long ticks)
{
    private readonly Dictionary<string, List<Share>> vehicles = new(StringComparer.Ordinal);
    private readonly List<double> shares = [];
    private readonly Dictionary<string, Share> here = new(StringComparer.Ordinal);
    private long[] reads = [];
    private int next;
    private long visits, met;

    /// <summary>Number of vehicles so far.</summary>
    public int Vehicles => vehicles.Count;

    /// <summary>Begins a device.</summary>
    /// <param name="readsOfPlate">When it read the plate, in order.</param>
    public void Begin(long[] readsOfPlate) => (reads, next, visits, met) = (readsOfPlate, 0, 0, 0);

    /// <summary>Adds a read of another vehicle by the device, in order of time.</summary>
    public void Add(string plate, long at)
    {
        if (!here.TryGetValue(plate, out var share))
            here.Add(plate, share = new(shares.Count));
        if (share.Visits == 0 || at - share.Last > ticks)
        {
            (share.HasMet, share.Visits) = (false, share.Visits + 1);
            visits++;
        }
        share.Last = at;
        while (next < reads.Length && reads[next] < at - ticks)
            next++;
        if (share.HasMet || next == reads.Length || reads[next] > at + ticks)
            return;
        met++;
        share.HasMet = true;
        share.Met++;
        if (share.Met == 1)
            share.FirstMet = at;
        share.LastMet = at;
    }

    /// <summary>Ends the device.</summary>
    public void End()
    {
        shares.Add(visits == 0 ? 0 : (double)met / visits);
        foreach (var (plate, share) in here)
        {
            if (!vehicles.TryGetValue(plate, out var all))
                vehicles.Add(plate, all = []);
            all.Add(share);
        }
        here.Clear();
    }

    /// <summary>Every vehicle that met it, with its probability and q-value.</summary>
    public List<Meeting> Meetings()
    {
        var found = new List<Meeting>();
        foreach (var (plate, all) in vehicles)
        {
            var count = all.Sum(share => share.Met);
            if (count == 0)
                continue;
            (int Trials, double Probability)[] trials = [.. all.Select(share => (share.Visits, shares[share.Device]))];
            var somewhere = all.Where(share => share.Met > 0).ToArray();
            found.Add(new(
                plate, count, somewhere.Length, all.Sum(share => share.Visits), trials.Sum(t => t.Trials * t.Probability),
                PoissonBinomial.AtLeast(count, trials), somewhere.Min(share => share.FirstMet), somewhere.Max(share => share.LastMet)));
        }
        // Those that never met it are compared, too.
        double[] p = [.. found.Select(m => m.Probability), 1];
        int[] times = [.. found.Select(_ => 1), vehicles.Count - found.Count];
        var q = FalseDiscoveryRate.QValues(p, times);
        return [.. found.Select((meeting, i) => meeting with { Adjusted = q[i] })];
    }

    // Of one vehicle at one device.
    private sealed class Share(int device)
    {
        public int Device => device;

        public long Last { get; set; }

        public int Visits { get; set; }

        public bool HasMet { get; set; }

        public int Met { get; set; }

        public long FirstMet { get; set; }

        public long LastMet { get; set; }
    }

    /// <summary>A vehicle that met it.</summary>
    internal sealed record Meeting(
        string Plate, int Count, int Devices, int Visits, double Expected, double Probability, long FirstMet, long LastMet)
    {
        /// <summary>The q-value.</summary>
        public double Adjusted { get; init; }
    }
}
