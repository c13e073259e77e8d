using System.Globalization;
using Xunit;

namespace Incidents.Tests;

/// <summary>
/// How much the tests that repeat themselves do: a sample in <c>./test</c>, everything in <c>./test --long</c>, which sets
/// INCIDENTS_TEST_LONG.
/// </summary>
internal static class TestScale
{
    /// <summary>True in <c>./test --long</c>.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("INCIDENTS_TEST_LONG") is { Length: > 0 };

    /// <summary>The seed of random histories and crashes, INCIDENTS_TEST_SEED; default 20260703. <c>./test</c> prints it.</summary>
    public static int Seed { get; } =
        int.Parse(Environment.GetEnvironmentVariable("INCIDENTS_TEST_SEED") ?? "20260703", CultureInfo.InvariantCulture);

    /// <summary>The number of kills of a crash test, INCIDENTS_TEST_KILLS; default 2, long 50.</summary>
    public static int Kills { get; } = int.Parse(
        Environment.GetEnvironmentVariable("INCIDENTS_TEST_KILLS") ?? (IsLong ? "50" : "2"), CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Kills"/> where every kill is of one kind; default 1, long 50.</summary>
    public static int KillsOfOneKind { get; } = int.Parse(
        Environment.GetEnvironmentVariable("INCIDENTS_TEST_KILLS") ?? (IsLong ? "50" : "1"), CultureInfo.InvariantCulture);

    /// <summary>The reason that a test of <c>./test --long</c> is skipped for.</summary>
    public const string OnlyLong = "Only ./test --long runs this.";

    /// <summary>The first value in <c>./test</c>, the second in <c>./test --long</c>.</summary>
    public static T Of<T>(T sample, T all) => IsLong ? all : sample;

    /// <summary>Seeds of random histories: the printed one, and in <c>./test --long</c> the nine after it.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(Seed, Of(1, 10))];

    /// <summary>
    /// The counts that a rate may give in so many trials: <paramref name="deviations"/> standard deviations of a binomial count on either
    /// side.
    /// </summary>
    public static (int Low, int High) Binomial(int trials, double rate, double deviations)
    {
        var spread = deviations * Math.Sqrt(trials * rate * (1 - rate));
        return ((int)Math.Ceiling(trials * rate - spread), (int)Math.Floor(trials * rate + spread));
    }
}
