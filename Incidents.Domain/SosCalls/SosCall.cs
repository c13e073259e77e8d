using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>Somebody pressed the button of an SOS terminal, or called.</summary>
/// <param name="Origin">The sending system and its own id for the call.</param>
/// <param name="Category">Category code, default <c>sos</c>.</param>
/// <param name="Terminal">The terminal's device id, or null for a call from elsewhere.</param>
/// <param name="Place">Where the terminal is.</param>
/// <param name="OccurredAt">When the call began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallPlaced(
    Origin Origin, string Category, string? Terminal, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning, IDeviceReport
{
    string IStreamBeginning.StreamType => "sos_call";

    string? IDeviceReport.ReportingDevice => Terminal;
}

/// <summary>An operator answered the call.</summary>
/// <param name="AnsweredBy">The operator.</param>
/// <param name="Call">
/// The call's category, place and beginning: the answer time is <c>OccurredAt - Call.OccurredAt</c>. Where both are the same
/// moment, the beginning was never reported (<see cref="ReportStep{TState}"/>) and no answer time follows.
/// </param>
/// <param name="OccurredAt">When it was answered.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallAnswered(string AnsweredBy, CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The caller gave up before anybody answered.</summary>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="OccurredAt">When the caller gave up.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallAbandoned(CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The call ended.</summary>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="Outcome">What came of it, as a code, or null.</param>
/// <param name="OccurredAt">When it ended.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallEnded(CountKey Call, string? Outcome, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The call was passed on to another service.</summary>
/// <param name="To">The service: <c>101</c>, <c>102</c>, <c>103</c>, <c>104</c>, <c>112</c> or another.</param>
/// <param name="Reason">Why.</param>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="OccurredAt">When it was passed on.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallEscalated(
    string To, string Reason, CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>How far a call has come.</summary>
public enum SosCallStatus
{
    /// <summary>Not answered yet.</summary>
    Placed,

    /// <summary>An operator speaks with the caller.</summary>
    Answered,

    /// <summary>The caller gave up unanswered.</summary>
    Abandoned,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>One SOS call.</summary>
/// <param name="Status">How far it has come.</param>
/// <param name="Terminal">The terminal's device id, or null.</param>
/// <param name="CountKey">Its category, place and beginning.</param>
/// <param name="AnsweredBy">The operator, once answered.</param>
/// <param name="AnsweredAt">When it was answered.</param>
/// <param name="EscalatedTo">Where it was last passed on to.</param>
public sealed record SosCall(
    SosCallStatus Status, string? Terminal, CountKey CountKey, string? AnsweredBy = null, OffsetDateTime? AnsweredAt = null,
    string? EscalatedTo = null)
    : StreamState, IState<SosCall>
{
    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <inheritdoc/>
    public static SosCall? Evolve(SosCall? state, object @event) => (state, @event) switch
    {
        (null, SosCallPlaced e) => new(SosCallStatus.Placed, e.Terminal, new(e.Category, e.Place, e.OccurredAt)),
        ({ } call, SosCallAnswered e) =>
            call with { Status = SosCallStatus.Answered, AnsweredBy = e.AnsweredBy, AnsweredAt = e.OccurredAt },
        ({ } call, SosCallAbandoned) => call with { Status = SosCallStatus.Abandoned },
        ({ } call, SosCallEnded) => call with { Status = SosCallStatus.Ended },
        ({ } call, SosCallEscalated e) => call with { EscalatedTo = e.To },
        _ => state,
    };
}
