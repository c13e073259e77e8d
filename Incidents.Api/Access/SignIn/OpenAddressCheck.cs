using Incidents.Api.CommandLine;

namespace Incidents.Api.Access.SignIn;

/// <summary>Stops a host that other machines can reach and that has nobody who signs people in.</summary>
/// <remarks>The command line refuses this too; settings of the web server can open other addresses than those of the options.</remarks>
internal sealed class OpenAddressCheck(AccessSettings settings, DemoSignIn demo) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        !settings.HasProvider && demo.OpenAddresses().FirstOrDefault() is { } open
            ? throw new HostOptionsException(
                $"Other machines reach {open}, and there is no sign-in for them: set Access__Authority to an OIDC provider, or listen on "
                + "this machine only.")
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
