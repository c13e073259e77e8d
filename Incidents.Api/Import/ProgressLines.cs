namespace Incidents.Api.Import;

/// <summary>Progress as lines, for a log or a pipe.</summary>
/// <param name="write">Writes a line.</param>
/// <param name="share">The share of the file that has been read.</param>
/// <param name="time">Measures the time.</param>
internal sealed class ProgressLines(Action<string> write, Func<double> share, TimeProvider time)
{
    /// <summary>The shortest time between two lines.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly long started = time.GetTimestamp();
    private long shown = time.GetTimestamp();

    /// <summary>Writes a line, if the last one was written at least <see cref="Pause"/> ago.</summary>
    public void Show(ImportSummary summary)
    {
        if (time.GetElapsedTime(shown) < Pause)
            return;
        shown = time.GetTimestamp();
        var perSecond = summary.WithResult / time.GetElapsedTime(started).TotalSeconds;
        write(FormattableString.Invariant($"{share() * 100:0} % of the file, {summary.WithResult:#,0} rows, {perSecond:#,0} rows/s"));
    }
}
