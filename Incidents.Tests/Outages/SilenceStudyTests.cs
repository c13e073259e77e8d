using System.Globalization;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>How soon devices that stopped are found, and how often others are suspected: the figures of docs/devices.md.</summary>
public class SilenceStudyTests
{
    private const double Level = 0.001;

    [Fact]
    public void Devices_that_stopped_are_found_and_the_others_are_seldom_suspected()
    {
        var beats = Study(SimulatedDevice.Heartbeat, devices: 6, stopped: 2, learnedDays: 8, watchedDays: 4);
        var cameras = Study(SimulatedDevice.Camera, devices: 80, stopped: 8, learnedDays: 56, watchedDays: 14);

        Assert.True(beats.Latest <= Duration.FromMinutes(15), beats.Text);
        Assert.True(cameras.Found == cameras.Stopped, cameras.Text);
        // Of 80 cameras in 14 days about 1.1 are expected; five would be a chance of one in a hundred.
        Assert.True(beats.False == 0 && cameras.False <= 4, beats.Text + cameras.Text);
    }

    [Fact]
    public void Of_a_programme_five_per_cent_stop()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        foreach (var level in (double[])[0.01, 0.001, 0.0001])
        {
            var beats = Study(SimulatedDevice.Heartbeat, devices: 60, stopped: 30, learnedDays: 28, watchedDays: 14, level);
            var cameras = Study(SimulatedDevice.Camera, devices: 2_000, stopped: 100, learnedDays: 56, watchedDays: 28, level);
            TestContext.Current.TestOutputHelper!.WriteLine($"level {level}: signs {beats.Text} cameras {cameras.Text}");

            Assert.InRange(cameras.False / cameras.DeviceDays, 0, 4 * level + 2 / cameras.DeviceDays);
            Assert.InRange(beats.False / beats.DeviceDays, 0, 4 * level + 2 / beats.DeviceDays);
        }
    }

    private static Outcome Study(
        Func<long, bool, double, int, int, WatchOfOne> device, int devices, int stopped, int learnedDays, int watchedDays,
        double level = Level) =>
        new([.. Enumerable.Range(0, devices).Select(i => device(i + 1, i < stopped, level, learnedDays, watchedDays))]);

    private sealed class Outcome(IReadOnlyList<WatchOfOne> devices)
    {
        private readonly Duration[] found = [.. devices.Select(d => d.Found).OfType<Duration>().Order()];

        public int Stopped => devices.Count(d => d.Stopped);

        public int Found => found.Length;

        public int False => devices.Sum(d => d.FalseSuspicions);

        public double DeviceDays => devices.Sum(d => d.DeviceDays);

        public Duration Latest => found.Length == Stopped ? found[^1] : Duration.MaxValue;

        public string Text => string.Create(
            CultureInfo.InvariantCulture,
            $"""
             [{Found} of {Stopped} found, median {At(0.5).TotalHours:0.00} h, 90 % {At(0.9).TotalHours:0.00} h, last
             {At(1).TotalHours:0.00} h;
             {False} false in {DeviceDays:0} device-days = {False / DeviceDays:0.00000} a device and day]
             """);

        private Duration At(double share) => found.Length == 0 ? Duration.Zero : found[(int)Math.Ceiling(share * (found.Length - 1))];
    }
}
