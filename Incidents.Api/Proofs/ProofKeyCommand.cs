using System.CommandLine;
using Incidents.Api.CommandLine;

namespace Incidents.Api.Proofs;

/// <summary><c>proof-key</c>: prints the verifier key, or decides how the log goes on where the host must not decide.</summary>
internal static class ProofKeyCommand
{
    /// <summary>The command for the command line.</summary>
    /// <param name="fileOf">Where the key is kept.</param>
    /// <param name="onHost">Runs work on a host.</param>
    public static Command Define(Func<ParseResult, ProofKeyFile> fileOf, OnHost onHost)
    {
        var isNew = new Option<bool>("--new")
        {
            Description = "Make a new key, put the one before aside, and begin another log that names what was signed",
        };
        var isAccepted = new Option<bool>("--accept")
        {
            Description = "Begin another log with the key of this host, whatever the database and the file beside the key say",
        };
        var command = new Command("proof-key", "Print the verifier key of this installation's log, for who checks exports")
        {
            isNew, isAccepted,
        };
        command.SetAction((parsed, _) =>
        {
            var file = fileOf(parsed);
            var (makes, accepts) = (parsed.GetValue(isNew), parsed.GetValue(isAccepted));
            if (makes || accepts || !file.IsThere)
                return onHost(parsed, (host, cancellation) => Run(host, makes, accepts, cancellation));
            Console.WriteLine(file.Known.Verifier);
            return Task.FromResult(0);
        });
        return command;
    }

    private static async Task<int> Run(IHost host, bool makes, bool accepts, CancellationToken cancellation)
    {
        var log = host.Services.GetRequiredService<ProofLog>();
        try
        {
            if (makes || accepts)
            {
                await log.BeginAnew(makes, cancellation);
                var signed = await host.Services.GetRequiredService<CheckpointSigner>().SignAsItIs(cancellation);
                await Console.Error.WriteLineAsync($"The log goes on as {signed.Checkpoint.Origin}.");
            }
            Console.WriteLine((await log.OpenKey(cancellation)).Verifier);
            return 0;
        }
        catch (ProofRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
