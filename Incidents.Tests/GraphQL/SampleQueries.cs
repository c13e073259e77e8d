using Incidents.Api.GraphQL;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Tests.GraphQL;

/// <summary>What a lamp does.</summary>
public enum LampState
{
    /// <summary>It shines.</summary>
    Lit,

    /// <summary>It flickers on and off.</summary>
    OnAndOff,
}

/// <summary>The colour of a light.</summary>
public enum LampColour
{
    /// <summary>White.</summary>
    White,

    /// <summary>Blue.</summary>
    [Deprecated("Use WHITE.", 2027, 6, 30)]
    Blue,
}

/// <summary>A lamp of the sample schema, described by <see cref="LampState.OnAndOff"/> and <c>code</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number in the street.</param>
/// <param name="State">What it does.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Seen">When it was seen.</param>
/// <param name="SeenThere">When it was seen by the clocks there.</param>
/// <param name="Erected">The day that it was erected.</param>
/// <param name="Burning">How long it has burnt.</param>
/// <param name="Code">A number of 64 bits.</param>
/// <param name="Note">A note, or null.</param>
public sealed record Lamp(
    Guid Id, int Number, LampState State, GeoPoint? At, Instant Seen, OffsetDateTime SeenThere, LocalDate Erected, Duration Burning,
    long Code, string? Note)
{
    /// <summary>Its name of old.</summary>
    [Obsolete("Use number.")]
    public string Name => $"lamp {Number}";

    /// <summary>Not a field of the schema.</summary>
    public string Secret() => "a method of a type that is not marked";
}

/// <summary>A rectangle of the map.</summary>
/// <param name="West">Least longitude, degrees.</param>
/// <param name="East">Greatest longitude, degrees; default 180.</param>
public sealed record StretchInput(double West, double East = 180)
{
    /// <summary>Greatest longitude, degrees; default 180.</summary>
    public double East { get; } = East >= West ? East : throw new ArgumentException("'east' must not be less than 'west'.");
}

/// <summary>A lamp with at most one invalid field.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Text">Null, though it is required, where that is the fault.</param>
/// <param name="Brightness">Not a number, where that is the fault.</param>
/// <param name="Count">A number that JavaScript cannot hold, which is valid.</param>
/// <param name="Fails">Whether the label throws.</param>
public sealed record FaultyLamp(int Number, string Text = "fine", double? Brightness = 0.5, long Count = long.MaxValue, bool Fails = false)
{
    /// <summary>Its label, or an exception.</summary>
    public string Label => Fails ? throw new InvalidOperationException("a secret of the inside") : "label";
}

/// <summary>A service that is injected into queries.</summary>
public sealed class Greeting
{
    /// <summary>The text.</summary>
    public string Text => "сәлем";
}

/// <summary>The lamps of a street, 1 to 120.</summary>
[QueryType]
public static class LampQueries
{
    internal static readonly IReadOnlyList<Lamp> All = [.. Enumerable.Range(1, 120).Select(Make)];

    /// <summary>The lamps in order.</summary>
    /// <param name="first">How many, 1 to 1000.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="last">How many from the end.</param>
    /// <param name="before">Where to go on backwards.</param>
    public static Connection<Lamp> Lamps(
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null)
    {
        var page = Page.Of("lamps", first, after, last, before);
        var key = page.Key<int>();
        var rows = page.IsBackward
            ? All.Reverse().Where(lamp => key is null || lamp.Number < key)
            : All.Where(lamp => key is null || lamp.Number > key);
        return Connection.Of([.. rows.Take(page.Limit)], page, lamp => lamp.Number, _ => Task.FromResult(All.Count));
    }

    /// <summary>One lamp, or null.</summary>
    /// <param name="id">Its id.</param>
    public static async Task<Lamp?> Lamp(Guid id)
    {
        await Task.Yield();
        return All.FirstOrDefault(lamp => lamp.Id == id);
    }

    /// <summary>Lamps in a state.</summary>
    /// <param name="state">The state, default lit.</param>
    public static IEnumerable<Lamp> LampsByState(LampState state = LampState.Lit) => All.Where(lamp => lamp.State == state);

    /// <summary>How many lamps stand in a stretch.</summary>
    public static int CountLamps(StretchInput stretch) =>
        All.Count(lamp => lamp.At is { } at && at.Longitude >= stretch.West && at.Longitude <= stretch.East);

    /// <summary>Returns the argument.</summary>
    public static long EchoLong(long value) => value;

    /// <summary>Returns the argument.</summary>
    public static Duration EchoDuration(Duration value) => value;

    /// <summary>Returns the argument.</summary>
    public static Instant EchoMoment(Instant value) => value;

    /// <summary>Returns the argument.</summary>
    public static string EchoText(string value) => value;

    /// <summary>Returns the argument.</summary>
    /// <param name="value">The colour.</param>
    /// <param name="colour">The colour.</param>
    public static LampColour? EchoColour(
        LampColour? value = null, [Deprecated("Use value.", 2027, 6, 30)] LampColour? colour = null) => value ?? colour;

    /// <summary>Three lamps, the second of which is faulty, or null because of an error.</summary>
    /// <param name="fault">Its fault: text, brightness, or label; null for none.</param>
    public static IReadOnlyList<FaultyLamp>? FaultyLamps(string? fault = null) =>
        [new(1), new(2, fault == "text" ? null! : "fine", fault == "brightness" ? double.NaN : 0.5, Fails: fault == "label"),
            new(3, Brightness: null)];

    /// <summary>Refused always.</summary>
    public static string Refused() => throw new RefusedException(new Refusal(ErrorCode.IncidentOver, "The lamp is broken.", "id"), 7);

    /// <summary>Fails always.</summary>
    public static string? Broken() => throw new InvalidOperationException("a secret of the inside");

    /// <summary>Waits until it is cancelled.</summary>
    public static async Task<string> Slow(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return "never";
    }

    private static Lamp Make(int number) => new(
        new Guid(number, 0, 0, new byte[8]), number, number % 3 == 0 ? LampState.OnAndOff : LampState.Lit,
        number % 2 == 0 ? new GeoPoint(73 + number / 1000.0, 49.8) : null,
        Instant.FromUtc(2024, 3, 1, 0, 0, number % 60), new LocalDateTime(2024, 3, 1, 5, 0).WithOffset(Offset.FromHours(5)),
        new LocalDate(2024, 3, 1),
        Duration.FromMinutes(number), number, number % 5 == 0 ? "шам" : null);
}

/// <summary>An instance whose services are injected.</summary>
[QueryType]
public sealed class InjectedQueries(Greeting greeting)
{
    /// <summary>The text of the injected service.</summary>
    public string Greeting => greeting.Text;
}

/// <summary>Commands for lamps.</summary>
[MutationType]
public sealed class LampMutations
{
    /// <summary>Switches a lamp.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="on">Whether it is switched on.</param>
    public static string SwitchLamp(int number, bool on = true) => $"{number} {(on ? "on" : "off")}";
}

/// <summary>The lamps' neighbours, which another slice adds.</summary>
[ExtendObjectType(typeof(Lamp))]
public static class LampNeighbours
{
    /// <summary>The next lamp.</summary>
    public static async Task<Lamp?> Next([Parent] Lamp lamp)
    {
        await Task.Yield();
        return LampQueries.All.FirstOrDefault(next => next.Number == lamp.Number + 1);
    }

    /// <summary>The numbers that divide the lamp's own, except 1 and itself.</summary>
    public static IEnumerable<int> Divisors([Parent] Lamp lamp) =>
        Enumerable.Range(2, lamp.Number).Where(d => d < lamp.Number && lamp.Number % d == 0);
}
