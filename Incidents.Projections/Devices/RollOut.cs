using Incidents.Domain.Devices;
using NodaTime;

namespace Incidents.Projections.Devices;

/// <summary>What the programme plans: how many devices of each kind, until when, for how much.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Until">The day after its last one.</param>
/// <param name="Devices">How many devices of each kind.</param>
/// <param name="BudgetTenge">Its cost in tenge, with the upkeep of its years.</param>
public sealed record RollOutPlan(LocalDate From, LocalDate Until, IReadOnlyDictionary<DeviceKind, int> Devices, long BudgetTenge);

/// <summary>One registered device, as the roll-out counts it.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind.</param>
/// <param name="PlannedOn">The day by the plan, or null.</param>
/// <param name="InstalledOn">The day of installation, or null.</param>
/// <param name="AcceptedOn">The day of acceptance, or null.</param>
/// <param name="RetiredOn">The day on which it was taken out of service, or null.</param>
/// <param name="CostTenge">Its cost, or null where that is not known.</param>
/// <param name="YearlyUpkeepTenge">Its upkeep a year, or null where that is not known.</param>
/// <param name="WorkDoneTenge">Cost of the work that was done on it.</param>
/// <param name="WorkPlannedTenge">Cost of the work that is planned on it.</param>
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

/// <summary>Devices of a kind in a town and month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Planned">Number planned for this month.</param>
/// <param name="Installed">Number installed in it.</param>
/// <param name="Accepted">Number accepted in it.</param>
/// <param name="SpentTenge">Cost of those accepted in it, without upkeep.</param>
public sealed record RollOutMonth(LocalDate Month, string City, DeviceKind Kind, int Planned, int Installed, int Accepted, long SpentTenge);

/// <summary>The roll-out of devices against the plan of the programme, with money.</summary>
/// <param name="From">First day of the programme.</param>
/// <param name="Until">The day after its last one.</param>
/// <param name="Targets">Each kind against its target.</param>
/// <param name="Months">Months, towns and kinds in which a device was planned, installed or accepted.</param>
/// <param name="BudgetTenge">Cost by the programme, with upkeep.</param>
/// <param name="SpentTenge">
/// Cost of accepted devices, their upkeep from the day of acceptance until today, and the work that was done.
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
    /// <summary>The roll-out of some devices.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="devices">The registered devices.</param>
    /// <param name="today">The present day.</param>
    public static RollOut Of(RollOutPlan plan, IReadOnlyList<RolledOutDevice> devices, LocalDate today)
    {
        var upkeep = devices.Sum(d => d.AcceptedOn is { } first ? Upkeep(d, first, LocalDate.Min(today, d.RetiredOn ?? today)) : 0);
        var spent = devices.Where(d => d.AcceptedOn is not null).Sum(d => d.CostTenge ?? 0) + devices.Sum(d => d.WorkDoneTenge);
        var committed = devices.Where(IsCommitted).Sum(d => d.CostTenge ?? 0) + devices.Sum(d => d.WorkDoneTenge + d.WorkPlannedTenge)
            + devices.Sum(d => (d.AcceptedOn ?? d.PlannedOn) is { } first && IsCommitted(d)
                ? Upkeep(d, first, LocalDate.Min(plan.Until, d.RetiredOn ?? plan.Until))
                : 0);
        return new(
            plan.From, plan.Until, [.. plan.Devices.OrderBy(kind => kind.Key).Select(kind => Target(kind.Key, kind.Value, devices))],
            ByMonth(devices), plan.BudgetTenge, spent + upkeep, upkeep, committed, devices.Count(d => d.CostTenge is null));
    }

    // What was retired before it was accepted is not paid.
    private static bool IsCommitted(RolledOutDevice device) => device.RetiredOn is null || device.AcceptedOn is not null;

    private static RollOutTarget Target(DeviceKind kind, int target, IReadOnlyList<RolledOutDevice> devices)
    {
        var of = devices.Where(d => d.Kind == kind && d.RetiredOn is null).ToArray();
        return new(kind, target, of.Length, of.Count(d => d.InstalledOn is not null), of.Count(d => d.AcceptedOn is not null));
    }

    private static long Upkeep(RolledOutDevice device, LocalDate first, LocalDate end) =>
        (long)((decimal)(device.YearlyUpkeepTenge ?? 0) * Math.Max(0, Period.DaysBetween(first, end)) / 365);

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
