namespace Incidents.Api;

/// <summary>Log messages of the host itself.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Rebuilding {Projection}: event {Position} of {Target}")]
    public static partial void LogRebuilding(this ILogger logger, string projection, long position, long target);
}
