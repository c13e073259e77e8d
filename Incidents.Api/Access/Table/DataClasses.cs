using System.Collections.Concurrent;
using System.Collections.Frozen;
using Incidents.Domain.Access;

namespace Incidents.Api.Access.Table;

/// <summary>The access table: the data classes, and what each role may do with their fields.</summary>
/// <remarks>
/// <c>fields.txt</c> beside it says to which class each field belongs. Devices and receivers of feeds are in no line: they read nothing
/// here. <c>docs/access.md</c> is made from both.
/// </remarks>
internal static class DataClasses
{
    /// <summary>The class of a field that belongs to the class of the field that leads to it.</summary>
    public const string Part = "part";

    /// <summary>The roles of people, in the order of the table's columns.</summary>
    public static readonly Role[] People =
    [
        Role.Operator, Role.Supervisor, Role.Unit, Role.Analyst, Role.Investigator, Role.Akimat, Role.Auditor, Role.Administrator,
        Role.Utility,
    ];

    /// <summary>How the table writes permissions.</summary>
    public static readonly IReadOnlyDictionary<Permission, string> Words = new Dictionary<Permission, string>
    {
        [Permission.None] = "-",
        [Permission.Suppressed] = "suppressed",
        [Permission.Open] = "open",
        [Permission.Snapped] = "snapped",
        [Permission.Full] = "yes",
    };

    // Columns:                    operator supervisor unit analyst investigator akimat auditor administrator utility (default none)
    private static readonly DataClass[] Lines =
    [
        Of("public", "yes yes yes yes yes yes yes yes yes", "The summary of key figures at /public/summary, where it is configured.") with
        {
            IsPublic = true,
        },
        Of("session", "yes yes yes yes yes yes yes yes yes",
            "Who asks, the server's clock, and the schema as far as the caller may use it."),
        Of("reference", "yes yes yes yes yes yes yes yes yes",
            "Towns, categories, boundaries, named places and the map below the layers."),
        Of("source", "yes yes yes yes yes yes yes yes", "From when until when each source reported."),
        Of("totals", "yes yes - yes yes suppressed - -", "Counts and response times of towns, districts and periods."),
        Of("cells", "yes yes - yes yes suppressed - -", "Counts by cell of the map or by boundary."),
        Of("basis", "yes yes - yes yes - - yes", "Numbers from which an exact count follows, where the answer itself may be suppressed."),
        Of("analysis", "- yes - yes yes - - -", "Results of statistical analyses and their jobs."),
        Of("forecast", "yes yes yes yes yes - - -", "Forecasts, their cells, scores and records."),
        Of("row", "open yes open yes yes - - -", "Incidents, alerts, SOS calls and violations: what, when, status, source and units.") with
        {
            IsLogged = true,
        },
        Of("place", "open yes open snapped yes - - -", "Coordinates of these."),
        Of("exact", "open yes open - yes - - -", "What names an exact place: streets, distances, and the devices that saw it.") with
        {
            IsLogged = true,
        },
        Of("person", "open yes open - yes - - -",
            "Plates, descriptions and reasons in words, names of those who acted, media, and timelines with what was reported.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("case", "- - - - yes - - -", "Cases with everything in them: only of who opened them, and of whom they are shared with.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("evidence", "- - - - yes - - -", "The bytes of evidence: an investigator takes them in and out of cases of their own, or "
            + "shared with them, at /cases/{id}/evidence.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("vehicle", "- - - - yes - - -",
            "Reads of plates by devices: where a vehicle was, how fast it went from one to the next, and which travelled with it.") with
        {
            HoldsPersons = true,
            IsLogged = true,
            NeedsPurpose = true,
        },
        Of("device-totals", "yes yes - snapped yes snapped - yes", "Numbers of devices, and the share of each cell that they watch."),
        Of("device", "yes yes - snapped yes - - yes", "Single devices with their places."),
        Of("device-exact", "yes yes - - yes - - yes", "Streets of single devices, how often they reported, and when."),
        Of("dispatch", "yes yes - - - - - yes", "The units of the services with their positions, targets of service, and house numbers."),
        Of("mission", "yes yes yes - - - - yes", "A unit with its missions; a unit asks for its own only."),
        Of("intake", "- yes - - - - - yes", "State of the intake, dead letters without their content, and quarantined events.") with
        {
            IsLogged = true,
        },
        Of("original", "- - - - - - - yes", "Reports as they were received, and faults that may quote them.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("log", "- - - - - - yes -", "The access log.") with { HoldsPersons = true, IsLogged = true },
        Of("keys", "- - - - - - - yes", "Keys of devices, without their secrets."),
        Of("feeds", "- - - - - - - yes", "Receivers of feeds without their secrets, and the messages that they did not take."),
        Of("retention", "- - - - - - - yes", "Rules and runs of retention, and what was masked or blocked."),
        Of("operate", "open yes - - - - - -", "Commands of the control centre on incidents, alerts and SOS calls."),
        Of("correct", "- yes - - - - - -", "Commands that change what was counted: corrections, withdrawals, reinstatements."),
        Of("supervise", "- yes - - - - - -", "Taking over what another person works on."),
        Of("unit-report", "open yes open - - - - -", "What a unit reports: acceptance, arrival, departure, duty, position, cells."),
        Of("unit-command", "- yes - - - - - yes", "Entering units into the list, and taking them off."),
        Of("review", "open yes - - - - - -", "Decisions on traffic violations."),
        Of("case-command", "- - - - yes - - -", "Commands on cases and their evidence, and uploads to /cases/{id}/evidence.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("run-analysis", "- yes - yes yes - - -", "Starting and cancelling analyses."),
        Of("forecast-command", "- yes - yes - - - -", "Sealing and scoring forecasts."),
        Of("device-command", "- yes - - - - - yes", "Registering, moving and retiring devices."),
        Of("intake-command", "- - - - - - - yes", "Replaying dead letters and releasing quarantined events."),
        Of("source-command", "- yes - - - - - yes", "Declaring from when until when a source reported."),
        Of("mask", "- - - - - - - yes", "Masking and blocking personal data, and giving them to the person concerned.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("manage-keys", "- - - - - - - yes", "Making, rotating and revoking keys of devices."),
        Of("manage-feeds", "- - - - - - - yes",
            "Making and ending receivers of feeds, and what they are told: classes row, place, exact and person."),
        Of("proof", "yes yes - yes yes - yes yes", "Checkpoints of the log of commitments, and proofs: sizes and hashes only."),
        Of("proof-command", "- - - - yes - yes yes", "Signing the log of commitments now."),
        Of("upkeep", "yes yes - snapped yes yes - - yes", "Tasks of municipal property: what, where, by when, and what came of it."),
        Of("upkeep-person", "yes yes - - yes - - - yes", "Who observed and did these, with words, pictures and timelines.") with
        {
            HoldsPersons = true,
            IsLogged = true,
        },
        Of("upkeep-totals", "yes yes - yes yes yes - - yes",
            "Figures of municipal property: exact, since they are of things and not of persons."),
        Of("upkeep-command", "yes yes - - - - - - -", "Entering these, looking at them again, cancelling, joining and separating them."),
        Of("upkeep-work", "yes yes - - - - - - yes", "Saying that one of these is done."),
        Of("audit", "- - - - - - yes -", "Asking a logged read again, and keeping the list of what is watched for."),
    ];

    /// <summary>All classes, in the order of the table.</summary>
    public static readonly IReadOnlyList<DataClass> All = [.. Lines.Select((line, i) => line with { Bit = 1UL << i })];

    /// <summary>The bit of a field that is in no line: nobody has it.</summary>
    public const ulong Unlisted = 1UL << 63;

    private static readonly FrozenDictionary<string, DataClass> ByName = All.ToFrozenDictionary(line => line.Name);
    private static readonly ulong Everything = All.Aggregate(0UL, (set, line) => set | line.Bit);
    private static readonly ulong Searches = Bits(line => line.NeedsPurpose);
    private static readonly ulong WithoutSignIn = Bits(line => line.IsPublic);
    private static readonly ulong[] OfRole =
        [.. Enumerable.Range(0, (int)Enum.GetValues<Role>().Max() + 1).Select(role => Bits(line => line.Of((Role)role) > Permission.None))];
    private static readonly ConcurrentDictionary<ulong, FrozenSet<string>> Sets = new();

    /// <summary>Whether a set has all classes.</summary>
    public static bool IsEverything(ulong set) => set == Everything;

    /// <summary>Whether a set has a class of which every read is a search for a person or plate.</summary>
    public static bool NeedPurpose(ulong set) => (set & Searches) != 0;

    /// <summary>The class of a name, or null.</summary>
    public static DataClass? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The classes that a caller may use, as a set of bits.</summary>
    /// <param name="caller">Who asks.</param>
    public static ulong Of(Caller caller)
    {
        if (caller.IsHost)
            return Everything;
        var set = WithoutSignIn;
        foreach (var grant in caller.Grants)
            set |= OfRole[(int)grant.Role];
        return set;
    }

    /// <summary>The greatest permission of a caller's roles, in whatever towns.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="name">Name of the class.</param>
    public static Permission Of(Caller caller, string name) =>
        caller.IsHost ? Permission.Full : caller.Grants.Select(grant => ByName[name].Of(grant.Role)).DefaultIfEmpty().Max();

    /// <summary>The names of a set of bits; equal sets give the same object.</summary>
    public static FrozenSet<string> Names(ulong set) => Sets.GetOrAdd(
        set, static bits => All.Where(line => (line.Bit & bits) != 0).Select(line => line.Name).ToFrozenSet());

    private static ulong Bits(Func<DataClass, bool> has) => All.Where(has).Aggregate(0UL, (set, line) => set | line.Bit);

    private static DataClass Of(string name, string permissions, string summary)
    {
        var words = permissions.Split(' ');
        return new(name, summary, People.Index().ToFrozenDictionary(
            role => role.Item,
            role => role.Index < words.Length ? Words.Single(word => word.Value == words[role.Index]).Key : Permission.None));
    }
}
