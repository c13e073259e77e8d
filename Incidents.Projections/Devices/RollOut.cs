using Incidents.Domain.Devices;
using NodaTime;

namespace Incidents.Projections.Devices;

/// <summary>What the programme plans: how many devices of each kind, until when, for how much.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Until">The day after its last one.</param>
/// <param name="Devices">How many devices of each kind.</param>
/// <param name="BudgetTenge">Its cost in tenge, with the upkeep of its years.</param>
public sealed record RollOutPlan(LocalDate From, LocalDate Until, IReadOnlyDictionary<DeviceKind, int> Devices, long BudgetTenge)
{
    /// <summary>
    /// The share of the devices that is to be in service by the end of each year, the first one first; a year without one has its equal
    /// part.
    /// </summary>
    public IReadOnlyList<double> SharesByYear { get; init; } = [];

    /// <summary>How many devices of a kind are to be in service by the end of a year of the programme.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="year">The year, counted from 0.</param>
    public int TargetOf(DeviceKind kind, int year)
    {
        var years = Until.Year - From.Year;
        var share = year >= years - 1 ? 1 : year < SharesByYear.Count ? Math.Clamp(SharesByYear[year], 0, 1) : (year + 1.0) / years;
        return (int)Math.Round(Devices.GetValueOrDefault(kind) * share, MidpointRounding.AwayFromZero);
    }

    /// <summary>Whether a device is one of the programme: not where its day of the plan, else of installation, lies outside.</summary>
    public bool Holds(RolledOutDevice device) =>
        (device.PlannedOn ?? device.InstalledOn ?? device.AcceptedOn) is not { } day || (day >= From && day < Until);
}

/// <summary>One registered device, as the roll-out counts it.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind.</param>
/// <param name="PlannedOn">The day by the plan, or null.</param>
/// <param name="InstalledOn">The day of installation, or null.</param>
/// <param name="AcceptedOn">The day of acceptance, or null.</param>
/// <param name="RetiredOn">The day on which it was taken out of service, or null.</param>
/// <param name="CostTenge">Its cost, or null where that is not known.</param>
/// <param name="YearlyUpkeepTenge">Its upkeep a year, or null where that is not known.</param>
/// <param name="WorkDoneTenge">Cost of the work that was done on it in the years of the programme.</param>
/// <param name="WorkPlannedTenge">Cost of the work that is planned on it in these.</param>
public sealed record RolledOutDevice(
    string City, DeviceKind Kind, LocalDate? PlannedOn, LocalDate? InstalledOn, LocalDate? AcceptedOn, LocalDate? RetiredOn,
    long? CostTenge, long? YearlyUpkeepTenge, long WorkDoneTenge = 0, long WorkPlannedTenge = 0);

/// <summary>Devices of a kind against the plan.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Target">Number by the programme.</param>
/// <param name="Planned">Number in the registry, retired ones not included.</param>
/// <param name="Installed">How many of these are installed.</param>
/// <param name="Accepted">How many of these are accepted.</param>
public sealed record RollOutTarget(DeviceKind Kind, int Target, int Planned, int Installed, int Accepted);

/// <summary>
/// Devices of a kind against the plan at the end of a year of the programme: each number is that of all years until then.
/// </summary>
/// <param name="Year">The year.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Target">Number that is to be in service by then.</param>
/// <param name="Planned">Number whose day of the plan is not after it.</param>
/// <param name="Installed">Number that was installed by then.</param>
/// <param name="Accepted">Number that was accepted by then.</param>
public sealed record RollOutYear(int Year, DeviceKind Kind, int Target, int Planned, int Installed, int Accepted);

/// <summary>Devices of a kind in a town and month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Planned">Number planned for this month.</param>
/// <param name="Installed">Number installed in it.</param>
/// <param name="Accepted">Number accepted in it.</param>
/// <param name="SpentTenge">Cost of those accepted in it, without upkeep.</param>
public sealed record RollOutMonth(LocalDate Month, string City, DeviceKind Kind, int Planned, int Installed, int Accepted, long SpentTenge);

/// <summary>The roll-out of the devices of the programme against its plan, with money.</summary>
/// <param name="From">First day of the programme.</param>
/// <param name="Until">The day after its last one.</param>
/// <param name="Targets">Each kind against its target.</param>
/// <param name="Months">Months, towns and kinds in which a device was planned, installed or accepted.</param>
/// <param name="BudgetTenge">Cost by the programme, with upkeep.</param>
/// <param name="SpentTenge">
/// Cost of accepted devices, their upkeep from the day of acceptance until today, and the work that was done: upkeep and work of the years
/// of the programme.
/// </param>
/// <param name="UpkeepTenge">How much of `spentTenge` is upkeep: a year's for each 365 days, to the tenge below.</param>
/// <param name="CommittedTenge">
/// Cost of all registered devices, their upkeep from the day of acceptance, else of the plan, until the end of the programme, and the work
/// that was done or is planned.
/// </param>
/// <param name="WithoutCost">Number of registered devices whose cost is not known: they are in no sum of money.</param>
public sealed record RollOut(
    LocalDate From, LocalDate Until, IReadOnlyList<RollOutTarget> Targets, IReadOnlyList<RollOutMonth> Months, long BudgetTenge,
    long SpentTenge, long UpkeepTenge, long CommittedTenge, int WithoutCost)
{
    /// <summary>Each kind against its target of each year, by year and kind; retired devices not included.</summary>
    public IReadOnlyList<RollOutYear> Years { get; init; } = [];

    /// <summary>The roll-out of some devices; those that are not of the programme are left out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="registered">The registered devices, with the work of the years of the programme.</param>
    /// <param name="today">The present day.</param>
    public static RollOut Of(RollOutPlan plan, IReadOnlyList<RolledOutDevice> registered, LocalDate today)
    {
        RolledOutDevice[] devices = [.. registered.Where(plan.Holds)];
        var upkeep = devices.Sum(d => d.AcceptedOn is { } first
            ? Upkeep(plan, d, first, LocalDate.Min(today, d.RetiredOn ?? today))
            : 0);
        var spent = devices.Where(d => d.AcceptedOn is not null).Sum(d => d.CostTenge ?? 0) + devices.Sum(d => d.WorkDoneTenge);
        var committed = devices.Where(IsCommitted).Sum(d => d.CostTenge ?? 0) + devices.Sum(d => d.WorkDoneTenge + d.WorkPlannedTenge)
            + devices.Sum(d => (d.AcceptedOn ?? d.PlannedOn) is { } first && IsCommitted(d)
                ? Upkeep(plan, d, first, d.RetiredOn ?? plan.Until)
                : 0);
        return new(
            plan.From, plan.Until, [.. plan.Devices.OrderBy(kind => kind.Key).Select(kind => Target(kind.Key, kind.Value, devices))],
            ByMonth(devices), plan.BudgetTenge, spent + upkeep, upkeep, committed, devices.Count(d => d.CostTenge is null))
        {
            Years =
            [
                .. from year in Enumerable.Range(0, plan.Until.Year - plan.From.Year)
                   from kind in plan.Devices.Keys.Order()
                   select Year(plan, year, kind, devices),
            ],
        };
    }

    private static RollOutYear Year(RollOutPlan plan, int year, DeviceKind kind, IReadOnlyList<RolledOutDevice> devices)
    {
        var end = plan.From.PlusYears(year + 1);
        var of = devices.Where(d => d.Kind == kind && d.RetiredOn is null).ToArray();
        return new(
            plan.From.Year + year, kind, plan.TargetOf(kind, year), of.Count(d => d.PlannedOn < end), of.Count(d => d.InstalledOn < end),
            of.Count(d => d.AcceptedOn < end));
    }

    // What was retired before it was accepted is not paid.
    private static bool IsCommitted(RolledOutDevice device) => device.RetiredOn is null || device.AcceptedOn is not null;

    private static RollOutTarget Target(DeviceKind kind, int target, IReadOnlyList<RolledOutDevice> devices)
    {
        var of = devices.Where(d => d.Kind == kind && d.RetiredOn is null).ToArray();
        return new(kind, target, of.Length, of.Count(d => d.InstalledOn is not null), of.Count(d => d.AcceptedOn is not null));
    }

    private static long Upkeep(RollOutPlan plan, RolledOutDevice device, LocalDate first, LocalDate end)
    {
        var days = Period.DaysBetween(LocalDate.Max(first, plan.From), LocalDate.Min(end, plan.Until));
        return (long)((decimal)(device.YearlyUpkeepTenge ?? 0) * Math.Max(0, days) / 365);
    }

    private static List<RollOutMonth> ByMonth(IReadOnlyList<RolledOutDevice> devices)
    {
        var months = new SortedDictionary<(LocalDate Month, string City, DeviceKind Kind), RollOutMonth>(Comparer<(
            LocalDate Month, string City, DeviceKind Kind)>.Create((a, b) =>
            a.Month != b.Month ? a.Month.CompareTo(b.Month)
            : a.City != b.City ? string.CompareOrdinal(a.City, b.City)
            : a.Kind.CompareTo(b.Kind)));
        foreach (var device in devices)
        {
            Add(device.PlannedOn, month => month with { Planned = month.Planned + 1 });
            Add(device.InstalledOn, month => month with { Installed = month.Installed + 1 });
            Add(device.AcceptedOn, month => month with
            {
                Accepted = month.Accepted + 1,
                SpentTenge = month.SpentTenge + (device.CostTenge ?? 0),
            });

            void Add(LocalDate? day, Func<RollOutMonth, RollOutMonth> count)
            {
                if (day is not { } on)
                    return;
                var key = (on.With(DateAdjusters.StartOfMonth), device.City, device.Kind);
                months[key] = count(months.GetValueOrDefault(key) ?? new(key.Item1, device.City, device.Kind, 0, 0, 0, 0));
            }
        }
        return [.. months.Values];
    }
}
