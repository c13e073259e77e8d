using NodaTime;

namespace Incidents.Domain;

/// <summary>The beginning of something of which later steps were reported first: when and where it really began.</summary>
/// <remarks>
/// The stream began with an <see cref="IStreamBeginning"/> that was assumed from the first step reported. This event completes it: counts
/// move from what was assumed to what is known, from the day on which the beginning became known.
/// </remarks>
public interface ILateBeginning : IDomainEvent
{
    /// <summary>Under what it was counted until now.</summary>
    CountKey Before { get; }

    /// <summary>The id of the device that was assumed to have reported the beginning, or null where none was.</summary>
    string? DeviceBefore { get; }
}

/// <summary>The time at which something began was corrected.</summary>
public interface ICorrectedBeginning : IDomainEvent
{
    /// <summary>When it began, as known from now on.</summary>
    OffsetDateTime Beginning { get; }
}
