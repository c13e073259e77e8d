using System.Diagnostics;

namespace Incidents.Api.Store;

/// <summary>Who and what brought an event about. It is kept beside the event's content, in Marten's columns.</summary>
/// <param name="Correlation">The trace id of the request or run, which all that it leads to has in common.</param>
/// <param name="Cause">
/// What led to the event: <c>report</c>, the name of a command, a cause that the client gave, or the id of the event that it follows from.
/// </param>
/// <param name="User">Who entered it: the person, or the system that sent it; null where nobody is named.</param>
/// <param name="By">Who acted, where the event itself does not contain that; null where nobody is named.</param>
internal sealed record EventMetadata(string? Correlation = null, string? Cause = null, string? User = null, string? By = null)
{
    /// <summary>The id that its sender gave the command, or null: so a page finds what became of what it sent.</summary>
    public Guid? Command { get; init; }

    /// <summary>Nothing is known of who or what.</summary>
    public static readonly EventMetadata None = new();

    /// <summary>Name of the header with <see cref="By"/>.</summary>
    public const string ByHeader = "by";

    /// <summary>Name of the header with <see cref="Command"/>.</summary>
    public const string CommandHeader = "command";

    /// <summary>The trace id of the request or run that is being handled, or null outside of one.</summary>
    public static string? CurrentCorrelation() => Activity.Current?.TraceId.ToHexString();

    /// <summary>Begins a trace where there is none, so that what follows is correlated.</summary>
    /// <param name="name">What begins.</param>
    /// <returns>Ends it.</returns>
    public static IDisposable? Correlate(string name) => Activity.Current is null ? new Activity(name).Start() : null;
}
