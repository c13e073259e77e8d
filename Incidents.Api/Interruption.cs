using System.Runtime.InteropServices;

namespace Incidents.Api;

/// <summary>Ctrl-C and SIGTERM as a cancellation token. A second signal ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private PosixSignal? first;

    /// <summary>Listens for signals from now on.</summary>
    public Interruption() =>
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code of a program that the first signal interrupted: 130 for Ctrl-C, 143 for SIGTERM.</summary>
    /// <remarks>128 and the number of the signal, as in shells.</remarks>
    public int ExitCode => first is PosixSignal.SIGTERM ? 143 : 130;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        first ??= signal.Signal;
        source.Cancel();
    }
}
