using System.Text;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads the values of one JSON array one after the other, without keeping the array in memory.</summary>
/// <remarks>
/// The array is the whole text, or the member <c>features</c> of a GeoJSON FeatureCollection. A value is only separated from the next one
/// here; whether it is valid is decided where it is read, so that an invalid one costs one row.
/// </remarks>
internal sealed class JsonValues : ITextRecords
{
    private readonly TextReader text;
    private readonly char[] buffer = new char[1 << 16];
    private readonly StringBuilder value = new();
    private int at;
    private int end;
    private long line = 1;
    private bool isOver;

    /// <summary>Moves to the first value.</summary>
    /// <exception cref="ImportException">The text is neither an array nor an object with an array <c>features</c>.</exception>
    public JsonValues(TextReader text)
    {
        this.text = text;
        if (Skip() == '[')
            Next();
        else
            FindFeatures();
    }

    /// <summary>Whether the values are the features of a FeatureCollection.</summary>
    public bool IsGeoJson { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The text ends inside the array.</exception>
    public TextRecord? Read()
    {
        if (isOver)
            return null;
        while (Skip() == ',')
            Next();
        if (Peek() == ']')
        {
            isOver = true;
            return null;
        }
        var first = line;
        var tooLong = !TakeValue();
        return new(first, value.ToString(), tooLong);
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private void FindFeatures()
    {
        if (Skip() != '{')
            throw NoRows("it begins with neither '[' nor '{'");
        Next();
        var members = new List<string>();
        while (Skip() is var next and not '}')
        {
            if (next == ',')
            {
                Next();
                continue;
            }
            TakeValue();
            var name = value.ToString();
            if (name.Length < 2 || name[0] != '"' || Skip() != ':')
                throw NoRows("it is not valid JSON");
            Next();
            if (name == "\"features\"" && Skip() == '[')
            {
                Next();
                IsGeoJson = true;
                return;
            }
            Skip();
            TakeValue();
            if (members.Count < 20)
                members.Add(name.Length > 40 ? name[..40] : name);
        }
        throw NoRows($"it is one object with {(members.Count == 0 ? "no members" : string.Join(", ", members))}");
    }

    private static ImportException NoRows(string what) => new(
        ErrorCode.FileUnreadable,
        $"The file has no rows that can be read: {what}. JSON is read as one object on each line (NDJSON), as one array of objects, or as "
        + "a GeoJSON FeatureCollection.");

    // Takes the value at the present character into `value`; false where it is too long, and its end is left out.
    private bool TakeValue()
    {
        value.Clear();
        var length = 0L;
        if (Peek() is '"')
        {
            length = TakeString();
        }
        else if (Peek() is '{' or '[')
        {
            var depth = 0;
            do
            {
                var c = Peek();
                length += c == '"' ? TakeString() : TakeOne();
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            }
            while (depth > 0);
        }
        else
        {
            do
                length += TakeOne();
            while (Peek() is not (',' or ']' or '}' or ':' or ' ' or '\t' or '\r' or '\n'));
        }
        return length <= LineReader.MaxLength;
    }

    private long TakeString()
    {
        var length = TakeOne();
        while (true)
        {
            var c = Peek();
            length += TakeOne();
            if (c == '"')
                return length;
            if (c == '\\')
                length += TakeOne();
        }
    }

    private long TakeOne()
    {
        var c = Next();
        if (value.Length < LineReader.MaxLength)
            value.Append(c);
        return 1;
    }

    private char Skip()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n' or '\uFEFF' or '\u001E')
            Next();
        return Peek();
    }

    private char Next()
    {
        var c = Peek();
        at++;
        line += c == '\n' ? 1 : 0;
        return c;
    }

    private char Peek()
    {
        if (at < end)
            return buffer[at];
        (at, end) = (0, text.Read(buffer));
        return end > 0 ? buffer[0] : throw new InvalidDataException("The file ends inside its JSON; its end is missing.");
    }
}
