using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>One offence of an incident: a row of its register, about one victim, one charge or one offender.</summary>
/// <param name="OffenceId">The source's id of the offence within the incident; null where the source gives none.</param>
/// <param name="CountKey">Category, place and time as the source gives them for this offence.</param>
/// <param name="Victims">Number of its victims; null where the source does not give it.</param>
/// <param name="Gravity">Rank of its category, lower is graver; null where the source does not rank it.</param>
/// <param name="Description">What the source says about it, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Reference">The name by which later corrections of the same source refer to it, or null.</param>
/// <param name="KnownAt">When the centre learned of it.</param>
public sealed record Offence(
    string? OffenceId, CountKey CountKey, int? Victims, int? Gravity, string? Description, string? DeviceId,
    string? Reference, OffsetDateTime KnownAt)
{
    /// <summary>The most victims of one offence.</summary>
    public const int MostVictims = 10_000;

    /// <summary>The greatest rank of a category.</summary>
    public const int GreatestGravity = 10_000;

    /// <summary>Why a number of victims is refused, or null.</summary>
    /// <param name="victims">The number, or null where the source does not give it.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? CheckVictims(int? victims, string field) => victims is null or (>= 0 and <= MostVictims)
        ? null
        : new(ErrorCode.VictimsOutOfRange, $"An offence has 0 to {MostVictims} victims.", field);

    /// <summary>Why a rank is refused, or null.</summary>
    /// <param name="gravity">The rank, or null where the source does not rank the category.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? CheckGravity(int? gravity, string field) => gravity is null or (>= 0 and <= GreatestGravity)
        ? null
        : new(ErrorCode.GravityOutOfRange, $"The rank of a category is between 0 and {GreatestGravity}.", field);

    /// <summary>The order by id.</summary>
    internal static readonly IComparer<Offence> ById =
        Comparer<Offence>.Create((a, b) => string.CompareOrdinal(a?.OffenceId ?? "", b?.OffenceId ?? ""));

    /// <summary>The order by gravity: by rank, then by category, then by id.</summary>
    /// <remarks>
    /// What has no rank comes after everything that has one. No two offences of an incident are equal in it, so that the gravest does not
    /// depend on the order of reports.
    /// </remarks>
    public static readonly IComparer<Offence> ByGravity = Comparer<Offence>.Create((a, b) =>
    {
        var rank = (a!.Gravity ?? int.MaxValue).CompareTo(b!.Gravity ?? int.MaxValue);
        if (rank != 0)
            return rank;
        var category = string.CompareOrdinal(a.CountKey.Category, b.CountKey.Category);
        return category != 0 ? category : ById.Compare(a, b);
    });
}

/// <summary>How many offences an incident has in each category, and how many victims.</summary>
/// <param name="Counts">The categories in ordinal order, each once.</param>
public sealed record OffenceTally(IReadOnlyList<OffenceCount> Counts)
{
    /// <inheritdoc/>
    public bool Equals(OffenceTally? other) => other is not null && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override int GetHashCode() => Counts.Aggregate(0, (hash, count) => HashCode.Combine(hash, count));
}

/// <summary>The offences of an incident in one category.</summary>
/// <param name="Category">Category code; null for the category under which the incident is counted.</param>
/// <param name="Count">Number of offences.</param>
/// <param name="Victims">Number of victims; null where the source does not give it for any of them.</param>
public sealed record OffenceCount(string? Category, int Count, int? Victims);

/// <summary>A change of what is counted: an incident with its offences begins or ceases to count under a key.</summary>
/// <param name="CountKey">Category, place and time of the incident.</param>
/// <param name="Offences">Its offences; null for one offence whose victims are not given.</param>
/// <param name="Delta">+1, or -1 where it ceases to count so.</param>
/// <param name="KnownAt">When the change became known.</param>
public sealed record CountedChange(CountKey CountKey, OffenceTally? Offences, int Delta, OffsetDateTime KnownAt);
