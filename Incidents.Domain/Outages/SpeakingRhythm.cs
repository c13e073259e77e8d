using System.Buffers.Binary;
using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>How often a device speaks at which hour of the week, and how long it is silent by itself: its own rhythm.</summary>
/// <remarks>
/// <para>
/// The rate of each of the 168 hours of the week (of UTC) is learned from what was heard in it; an hour that is little known leans on the
/// same hour of other days, and that on the mean. What is weeks old fades: a week later an hour counts 0.85 as much.
/// </para>
/// <para>
/// A gap is measured in the number of messages that were expected in it, so that a night without messages is no long gap where nights
/// are quiet. The longest gaps of the last four to eight weeks are kept, and their tail is carried on (peaks over threshold, Pickands
/// 1975, with a fixed shape) to the gap that comes by itself as rarely as false suspicions are allowed. So a camera that sends a sign each
/// minute is suspected after minutes, and one that alerts twice a day after days.
/// </para>
/// <para>It has a fixed size of 1.5 kB. It knows no clock: every method is given its moments.</para>
/// </remarks>
public sealed class SpeakingRhythm
{
    /// <summary>Fewer gaps say nothing: the device is not suspected.</summary>
    public const int FewestGaps = 20;

    /// <summary>Longer silences than this are not waited for: who speaks more rarely is not suspected.</summary>
    public static readonly Duration LongestWait = Duration.FromDays(28);

    private const int HoursOfWeek = 168;
    private const int MostPeaks = 16;
    private const double Fading = 0.85;
    private const double LeastKnownSeconds = 3 * 86_400;
    private const double LeaningSeconds = 3_600;
    private const double LeaningOnMeanSeconds = 600;
    // One in a hundred signs is lost on its way, whatever was learned: it makes a gap of two, and the next one too one of three.
    private const double Lost = 0.01;
    private const double Shape = 0.1;
    private const long GenerationHours = 28 * 24;
    private const byte Format = 1;
    private const int Size = 1 + 16 + HoursOfWeek * 8 + 2 * (8 + MostPeaks * 4);

    private readonly float[] heard = new float[HoursOfWeek];
    private readonly float[] listened = new float[HoursOfWeek];
    private Peaks current = new();
    private Peaks former = new();
    private long lastHour;
    private long generation;

    /// <summary>Whether enough was heard to tell silence from calm.</summary>
    public bool IsKnown => Gaps >= FewestGaps && IsListenedTo;

    /// <summary>Number of messages a day, by the mean of all hours; 0 where nothing is known.</summary>
    public double MessagesPerDay => listened.Sum() is > 0 and var seconds ? heard.Sum() / seconds * 86_400 : 0;

    // Before each hour of the day was heard on some days, every night is a long gap.
    private bool IsListenedTo => listened.Sum() >= LeastKnownSeconds;

    private int Gaps => current.Gaps + former.Gaps;

    /// <summary>Learns from messages that followed each other.</summary>
    /// <param name="before">When the device was heard before them; null where it was not.</param>
    /// <param name="first">When the first of them came.</param>
    /// <param name="last">When the last of them came, at least <paramref name="first"/>.</param>
    /// <param name="count">Number of them, at least 1.</param>
    /// <param name="listening">Since when somebody listened without interruption: a gap before that says nothing.</param>
    /// <param name="level">False suspicions a device and day that are allowed: a gap counts as no longer than what they allow.</param>
    public void Hear(Instant? before, Instant first, Instant last, int count, Instant listening, double level)
    {
        var isWhole = before is { } earlier && earlier >= listening;
        var from = Instant.Min(first, isWhole ? before!.Value : listening);
        // A device that was away was not calm: only the time until it was suspected is time in which it was listened to.
        var until = isWhole && IsKnown && SuspectedAt(from, level) is { } suspected ? Instant.Min(first, suspected) : first;
        if (isWhole && IsListenedTo && first > from)
            Note(IsKnown ? Math.Min(Expected(from, first), Threshold(level)) : Expected(from, first), first);
        if (IsListenedTo)
            current.Gaps += count - 1;
        // What was before it was ever heard, nobody knows.
        if (before is not null)
            Listen(from, until);
        Listen(first, last);
        Count(first, before is null ? 0 : 1);
        Count(last, count - 1);
    }

    /// <summary>Number of messages that are expected between two moments; 0 where nothing is known.</summary>
    public double Expected(Instant from, Instant until)
    {
        var rates = Rates();
        var expected = 0.0;
        foreach (var (hour, seconds) in Parts(from, until))
            expected += rates[Bin(hour)] * seconds;
        return expected;
    }

    /// <summary>When a device that is silent from a moment on is suspected; null where it is not within 28 days.</summary>
    /// <param name="from">When it was last heard, or since when somebody listens.</param>
    /// <param name="level">False suspicions a device and day that are allowed, above 0.</param>
    public Instant? SuspectedAt(Instant from, double level)
    {
        if (!IsKnown)
            return null;
        var (rates, left) = (Rates(), Threshold(level));
        foreach (var (hour, seconds) in Parts(from, from + LongestWait))
        {
            var expected = rates[Bin(hour)] * seconds;
            if (expected >= left)
                return Instant.Max(from, Instant.FromUnixTimeSeconds(hour * 3_600)) + Duration.FromSeconds(left / rates[Bin(hour)]);
            left -= expected;
        }
        return null;
    }

    /// <summary>The number of messages that a gap has to lack for a suspicion.</summary>
    /// <param name="level">False suspicions a device and day that are allowed, above 0.</param>
    public double Threshold(double level)
    {
        var probability = Math.Min(0.1, level / Math.Max(MessagesPerDay, 0.1));
        // The tail begins no lower than at the longest fifth of the gaps.
        var longest = current.Longest.Concat(former.Longest).OrderDescending().Take(Math.Clamp(Gaps / 5, 2, MostPeaks)).ToArray();
        // Of signs that come in time each gap is a whole number of them: the wait ends between two such numbers.
        var least = Math.Ceiling(Math.Log(probability) / Math.Log(Lost)) + 0.5;
        if (longest.Length < 2)
            return Math.Max(least, -Math.Log(probability));
        var begins = longest[^1];
        var scale = longest.SkipLast(1).Average(gap => gap - begins);
        var rarer = Math.Max(1, longest.Length / (Gaps * probability));
        return Math.Max(least, begins + scale / Shape * (Math.Pow(rarer, Shape) - 1));
    }

    /// <summary>The rhythm as bytes of a fixed number.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        var rest = bytes.AsSpan();
        rest[0] = Format;
        BinaryPrimitives.WriteInt64LittleEndian(rest[1..], lastHour);
        BinaryPrimitives.WriteInt64LittleEndian(rest[9..], generation);
        rest = rest[17..];
        foreach (var value in heard.Concat(listened))
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, value);
            rest = rest[4..];
        }
        former.Write(current.Write(rest));
        return bytes;
    }

    /// <summary>A rhythm from its bytes; one that knows nothing where they are of another form.</summary>
    public static SpeakingRhythm FromBytes(ReadOnlySpan<byte> bytes)
    {
        var rhythm = new SpeakingRhythm();
        if (bytes.Length != Size || bytes[0] != Format)
            return rhythm;
        (rhythm.lastHour, rhythm.generation) =
            (BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[9..]));
        var rest = bytes[17..];
        foreach (var values in (float[][])[rhythm.heard, rhythm.listened])
        {
            for (var i = 0; i < values.Length; i++, rest = rest[4..])
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(rest);
        }
        rhythm.current = Peaks.Read(ref rest);
        rhythm.former = Peaks.Read(ref rest);
        return rhythm;
    }

    private void Note(double expected, Instant at)
    {
        var hour = HourOf(at);
        if (generation == 0)
            generation = hour;
        if (hour - generation >= GenerationHours)
            (former, current, generation) = (hour - generation >= 2 * GenerationHours ? new() : current, new(), hour);
        current.Add((float)expected);
    }

    private void Listen(Instant from, Instant until)
    {
        // What is older than the hours of the week has faded anyway.
        foreach (var (hour, seconds) in Parts(Instant.Max(from, until - LongestWait), until))
        {
            if (hour > lastHour)
                Fade(hour);
            listened[Bin(hour)] += (float)seconds;
        }
    }

    private void Count(Instant at, int count)
    {
        if (HourOf(at) > lastHour)
            Fade(HourOf(at));
        heard[Bin(HourOf(at))] += count;
    }

    private void Fade(long hour)
    {
        lastHour = hour;
        heard[Bin(hour)] *= (float)Fading;
        listened[Bin(hour)] *= (float)Fading;
    }

    private double[] Rates()
    {
        var rates = new double[HoursOfWeek];
        var seconds = listened.Sum();
        var mean = seconds > 0 ? heard.Sum() / seconds : 0;
        for (var hour = 0; hour < 24; hour++)
        {
            double messages = 0, known = 0;
            for (var i = hour; i < HoursOfWeek; i += 24)
                (messages, known) = (messages + heard[i], known + listened[i]);
            var daily = (messages + LeaningOnMeanSeconds * mean) / (known + LeaningOnMeanSeconds);
            for (var i = hour; i < HoursOfWeek; i += 24)
                rates[i] = (heard[i] + LeaningSeconds * daily) / (listened[i] + LeaningSeconds);
        }
        return rates;
    }

    private static long HourOf(Instant at) => (long)Math.Floor(at.ToUnixTimeTicks() / (double)NodaConstants.TicksPerHour);

    private static int Bin(long hour) => (int)((hour % HoursOfWeek + HoursOfWeek) % HoursOfWeek);

    private static IEnumerable<(long Hour, double Seconds)> Parts(Instant from, Instant until)
    {
        while (from < until)
        {
            var hour = HourOf(from);
            var end = Instant.Min(until, Instant.FromUnixTimeSeconds((hour + 1) * 3_600));
            yield return (hour, (end - from).TotalSeconds);
            from = end;
        }
    }

    /// <summary>The longest gaps of a time, and the number of all.</summary>
    private sealed class Peaks
    {
        private readonly float[] longest = new float[MostPeaks];
        private int kept;

        public int Gaps { get; set; }

        public IEnumerable<double> Longest => longest.Take(kept).Select(gap => (double)gap);

        public void Add(float gap)
        {
            Gaps++;
            if (kept < MostPeaks)
            {
                longest[kept++] = gap;
                return;
            }
            var least = Array.IndexOf(longest, longest.Min());
            if (gap > longest[least])
                longest[least] = gap;
        }

        public Span<byte> Write(Span<byte> to)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to, Gaps);
            BinaryPrimitives.WriteInt32LittleEndian(to[4..], kept);
            to = to[8..];
            foreach (var gap in longest)
            {
                BinaryPrimitives.WriteSingleLittleEndian(to, gap);
                to = to[4..];
            }
            return to;
        }

        public static Peaks Read(ref ReadOnlySpan<byte> from)
        {
            var peaks = new Peaks
            {
                Gaps = Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(from)),
                kept = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(from[4..]), 0, MostPeaks),
            };
            from = from[8..];
            for (var i = 0; i < MostPeaks; i++, from = from[4..])
                peaks.longest[i] = BinaryPrimitives.ReadSingleLittleEndian(from);
            return peaks;
        }
    }
}
