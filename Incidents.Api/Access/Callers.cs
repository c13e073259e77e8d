using Incidents.Domain.Access;

namespace Incidents.Api.Access;

/// <summary>Who asks, wherever the question leads to.</summary>
/// <remarks>
/// What no request began is done by the host itself. A request is anonymous until its sign-in is read, so that nothing of a request is
/// ever done as the host.
/// </remarks>
internal static class Callers
{
    private static readonly AsyncLocal<Caller?> Ambient = new();

    /// <summary>Who asks.</summary>
    public static Caller Current => Ambient.Value ?? Caller.Host;

    /// <summary>Does what follows in this asynchronous flow for a caller.</summary>
    /// <param name="caller">Who asks.</param>
    /// <returns>Ends it.</returns>
    public static IDisposable Enter(Caller caller)
    {
        var before = Ambient.Value;
        Ambient.Value = caller;
        return new Entered(before);
    }

    private sealed class Entered(Caller? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
