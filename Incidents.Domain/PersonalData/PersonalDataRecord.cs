using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>What is masked.</summary>
public enum MaskingTarget
{
    /// <summary>Everything that holds a plate or a person's name.</summary>
    Person = 1,

    /// <summary>Things that were named one by one.</summary>
    Things,
}

/// <summary>How many parts of one kind were masked.</summary>
/// <param name="What">The kind, e.g. <c>events</c>, <c>originals</c> or <c>dead letters</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MaskedCount(string What, long Count);

/// <summary>A masking of personal data was asked for, and begins.</summary>
/// <remarks>It never contains whose data they are: only a keyed hash, by which the same request is recognised.</remarks>
/// <param name="Target">What is masked.</param>
/// <param name="Person">Keyed hash of the plate, the name or the things, in hexadecimal digits.</param>
/// <param name="ReasonCode">Reason code, e.g. <c>subject-request</c>.</param>
/// <param name="Reference">What the request refers to, e.g. its number.</param>
/// <param name="By">Who asked.</param>
/// <param name="City">The city whose clock gives the local day.</param>
/// <param name="OccurredAt">When it was asked for.</param>
/// <param name="KnownAt">The same.</param>
public sealed record MaskingBegun(
    MaskingTarget Target, string Person, string ReasonCode, string Reference, string By, string City, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "personal_data";
}

/// <summary>A masking is complete.</summary>
/// <param name="Things">Number of alerts, calls, violations and incidents that held the data.</param>
/// <param name="Counts">What was masked.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The same.</param>
public sealed record MaskingCompleted(
    long Things, IReadOnlyList<MaskedCount> Counts, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>Personal data older than their retention were masked.</summary>
/// <param name="Rule">The setting that says so, e.g. <c>ViolationPlates</c>.</param>
/// <param name="Before">Data that were received before this moment.</param>
/// <param name="Counts">What was masked.</param>
/// <param name="City">The city whose clock gives the local day.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The same.</param>
public sealed record RetentionExecuted(
    string Rule, OffsetDateTime Before, IReadOnlyList<MaskedCount> Counts, string City, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "personal_data";
}

/// <summary>The data of a person or plate were blocked: they are kept and shown to nobody.</summary>
/// <param name="Person">Keyed hash of the plate or name, in hexadecimal digits.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asked.</param>
/// <param name="City">The city whose clock gives the local day.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The same.</param>
public sealed record PersonBlocked(
    string Person, string ReasonCode, string Reference, string By, string City, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning
{
    string IStreamBeginning.StreamType => "personal_data";
}

/// <summary>The data of a person or plate are shown again.</summary>
/// <param name="Person">Keyed hash of the plate or name, in hexadecimal digits.</param>
/// <param name="ReasonCode">Reason code.</param>
/// <param name="Reference">What the request refers to.</param>
/// <param name="By">Who asked.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The same.</param>
public sealed record PersonUnblocked(
    string Person, string ReasonCode, string Reference, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What was done with the data of one person: a masking, the blocking of a plate or name, or a retention rule.</summary>
/// <param name="Place">The city whose clock gives the local day.</param>
public sealed record PersonalDataRecord(Place Place) : StreamState, IState<PersonalDataRecord>
{
    /// <summary>Whether a masking has begun.</summary>
    public bool IsBegun { get; private init; }

    /// <summary>Whether the masking is complete.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>Whether the data are blocked.</summary>
    public bool IsBlocked { get; private init; }

    /// <summary>When the retention rule was last executed, or null.</summary>
    public OffsetDateTime? ExecutedAt { get; private init; }

    /// <inheritdoc/>
    public static PersonalDataRecord? Evolve(PersonalDataRecord? state, object @event) => (state, @event) switch
    {
        (null, MaskingBegun e) => new(new Place(e.City)) { IsBegun = true },
        ({ } record, MaskingCompleted) => record with { IsComplete = true },
        (_, RetentionExecuted e) => (state ?? new(new Place(e.City))) with { ExecutedAt = e.OccurredAt },
        (_, PersonBlocked e) => (state ?? new(new Place(e.City))) with { IsBlocked = true },
        ({ } record, PersonUnblocked) => record with { IsBlocked = false },
        _ => state,
    };
}
