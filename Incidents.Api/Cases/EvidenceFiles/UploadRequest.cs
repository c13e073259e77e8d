using System.Globalization;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>What an upload says of its body: by its headers and its query string.</summary>
/// <param name="FileName">Name of the file: <c>name</c>, or the file name of <c>Content-Disposition</c>.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="OccurredAt">When it was taken in; null for now.</param>
/// <param name="Note">What it is, or null.</param>
/// <param name="Sha256">The SHA-256 that the body must have, or null.</param>
/// <param name="Key">The sender's own key of the upload, or null: the same key again is the same upload again.</param>
internal sealed record UploadRequest(string FileName, string MediaType, Instant? OccurredAt, string? Note, string? Sha256, string? Key)
{
    private const string Algorithm = "sha-256";
    private const int BytesOfHash = 32;

    private static readonly string[] Names = ["name", "occurredAt", "note", "sha256"];
    private static readonly string[] Digests = ["Content-Digest", "Repr-Digest"];

    /// <summary>Reads a request; what the command itself checks is left to it.</summary>
    /// <exception cref="RefusedException">A part is not valid, or the query has a name that no upload has.</exception>
    public static UploadRequest Of(HttpRequest http)
    {
        foreach (var (name, values) in http.Query)
        {
            if (!Names.Contains(name))
                throw RefusedException.BadInput(name, $"An upload has {string.Join(", ", Names)}, not '{name}'.");
            if (values.Count != 1)
                throw RefusedException.BadInput(name, $"'{name}' is given {values.Count} times.");
        }
        if (http.Headers.ContentEncoding is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(new(
                ErrorCode.UnsupportedMediaType, "The body is taken as it is, and must not be compressed for the way."));
        }
        return new(NameOf(http), MediaTypeOf(http.ContentType), MomentOf(Given(http, "occurredAt")), Given(http, "note"), HashOf(http),
            KeyOf(http.Headers["Idempotency-Key"]));
    }

    /// <summary>The command, once the content is known.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="evidenceId">The item.</param>
    /// <param name="sha256">SHA-256 of the content.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="by">Who uploads it.</param>
    /// <param name="occurredAt">When it was taken in, by the clocks of the case's city; null for now.</param>
    public TakeEvidence Command(Guid caseId, Guid evidenceId, string sha256, long bytes, string by, OffsetDateTime? occurredAt) => new(
        caseId, evidenceId, FileName, MediaType, bytes, sha256, EvidenceRoute.Upload, by, Note: Note, OccurredAt: occurredAt);

    private static string? Given(HttpRequest http, string name) => http.Query[name] is [{ Length: > 0 } text] ? text : null;

    private static string NameOf(HttpRequest http)
    {
        var name = Given(http, "name");
        if (name is null && http.Headers.ContentDisposition is [{ } header]
            && ContentDispositionHeaderValue.TryParse(header, out var disposition))
        {
            var plain = HeaderUtilities.RemoveQuotes(disposition.FileName);
            name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : plain).Value;
        }
        CommandInput.Check(EvidenceName.Check(name, "name"));
        return name is { } given && given.AsSpan().IndexOfAny('/', '\\') < 0 && given is not ("." or "..") ? given
            : throw RefusedException.BadInput("name", "The name of a file has no slash, and is not that of a folder.");
    }

    private static string MediaTypeOf(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return "application/octet-stream";
        CommandInput.Check(Texts.Source.Check(header, "mediaType"));
        return MediaTypeHeaderValue.TryParse(header, out var type) && !type.MatchesAllTypes && type.MediaType is { HasValue: true } value
            ? value.Value!
            : throw RefusedException.BadInput("mediaType", "Content-Type is a media type such as video/mp4.");
    }

    private static Instant? MomentOf(string? text) =>
        text is null ? null
        : OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } parsed ? Cities.Microseconds(parsed.Value.ToInstant())
        : throw new RefusedException(new(
            ErrorCode.TimeMalformed, "A moment is written as 2026-05-01T12:00:00+05:00.", "occurredAt"));

    private static string? HashOf(HttpRequest http)
    {
        var given = Given(http, "sha256");
        CommandInput.Check(Domain.Sha256.Check(given, "sha256"));
        var stated = Digests.SelectMany(name => http.Headers[name]).OfType<string>().SelectMany(value => value.Split(','))
            .Select(part => part.Trim()).Where(part => part.StartsWith(Algorithm + "=", StringComparison.OrdinalIgnoreCase))
            .Select(part => Decoded(part[(Algorithm.Length + 1)..])).Append(given).OfType<string>().Distinct().ToList();
        return stated.Count <= 1
            ? stated.SingleOrDefault()
            : throw new RefusedException(new(ErrorCode.HashMalformed, "The request states several SHA-256 of its body.", "sha256"));
    }

    // A byte sequence of structured fields (RFC 8941): base64 between colons.
    private static string Decoded(string value)
    {
        Span<byte> hash = stackalloc byte[BytesOfHash];
        return value is [':', .., ':'] && Convert.TryFromBase64String(value[1..^1], hash, out var length) && length == BytesOfHash
            ? Convert.ToHexStringLower(hash)
            : throw new RefusedException(new(
                ErrorCode.HashMalformed, "Content-Digest and Repr-Digest are sha-256=:…: with base64 of 32 bytes.", "sha256"));
    }

    private static string? KeyOf(string? header)
    {
        if (header is null)
            return null;
        CommandInput.Check(Texts.SourceId.Check(header, "Idempotency-Key"));
        return header.ToString(CultureInfo.InvariantCulture);
    }
}
