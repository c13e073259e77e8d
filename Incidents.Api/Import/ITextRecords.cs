namespace Incidents.Api.Import;

/// <summary>A part of a text that becomes a row: a line, or a value of a JSON array.</summary>
/// <param name="Number">The number of the line in which it begins, starting at 1.</param>
/// <param name="Text">Its text without the line end; only the start if it is too long.</param>
/// <param name="TooLong">Whether it is longer than <see cref="LineReader.MaxLength"/>.</param>
internal readonly record struct TextRecord(long Number, string Text, bool TooLong);

/// <summary>Reads the parts of a text that become rows.</summary>
internal interface ITextRecords : IDisposable
{
    /// <summary>The next one, or null at the end.</summary>
    TextRecord? Read();
}
