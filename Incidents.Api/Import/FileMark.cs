using System.Security.Cryptography;

namespace Incidents.Api.Import;

/// <summary>Distinguishes a file from others by its length, its beginning and its end.</summary>
internal static class FileMark
{
    private const int Part = 1 << 20;

    /// <summary>The mark of a file: the same for the same content, wherever the file is.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Part];
        hash.AppendData(buffer, 0, file.ReadAtLeast(buffer, Part, throwOnEndOfStream: false));
        if (file.Length > Part)
        {
            file.Position = Math.Max(Part, file.Length - Part);
            hash.AppendData(buffer, 0, file.ReadAtLeast(buffer, Part, throwOnEndOfStream: false));
        }
        return $"{file.Length}:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
