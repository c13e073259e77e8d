using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An item of evidence is taken into a case: its bytes are stored already, or kept elsewhere.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="MediaType">Media type, as stated by whoever gave it.</param>
/// <param name="SizeBytes">Size of the original in bytes; null where it is kept elsewhere and the size is not known.</param>
/// <param name="Sha256">SHA-256 of the original, 64 lower-case hexadecimal digits.</param>
/// <param name="Route">How it came.</param>
/// <param name="By">Who does it.</param>
/// <param name="Uri">Where it is kept; null for an upload.</param>
/// <param name="Note">What it is, or null.</param>
/// <param name="OccurredAt">When it was taken in, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record TakeEvidence(
    Guid StreamId, Guid EvidenceId, string FileName, string MediaType, long? SizeBytes, string Sha256, EvidenceRoute Route, string By,
    string? Uri = null, string? Note = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    private const long MostBytes = 1L << 50;

    /// <summary>Other evidence has the id.</summary>
    public static readonly Refusal TakenOtherwise = new(
        ErrorCode.EvidenceTakenOtherwise, "Another item of evidence of the case has this id.", "evidenceId");

    /// <inheritdoc/>
    public Refusal? Check() =>
        EvidenceName.Check(FileName, "fileName") ?? Texts.Source.Check(MediaType, "mediaType")
        ?? CheckSize()
        ?? Domain.Sha256.Check(Sha256, "sha256")
        ?? (Route is EvidenceRoute.Reference ? Texts.Uri.Check(Uri, "uri") : Texts.Uri.CheckOptional(Uri, "uri"))
        ?? Texts.Description.CheckOptional(Note, "note") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        return state.EvidenceOf(EvidenceId)?.Taken switch
        {
            { } there => there.Sha256 == Sha256 && there.FileName == FileName && there.Route == Route
                ? Decision.Unchanged
                : TakenOtherwise,
            null when state.Evidence.Count >= Case.MostItems => CaseRefusals.Full,
            null => Decision.Of(new EvidenceTaken(
                EvidenceId, FileName, MediaType, SizeBytes, Sha256, Route, Route is EvidenceRoute.Reference ? Uri : null,
                Texts.OrNull(Note), By, at, now)),
        };
    }

    private Refusal? CheckSize() => SizeBytes is < 0 or > MostBytes || (SizeBytes is null && Route is EvidenceRoute.Upload)
        ? new(ErrorCode.BadInput, "The size of an upload is a number of bytes from 0 to 2 to the power of 50.", "sizeBytes")
        : null;
}
