using System.CommandLine;

namespace Incidents.Api.Proofs;

/// <summary><c>proof-key</c>: prints the verifier key, for whoever checks exports and checkpoints.</summary>
internal static class ProofKeyCommand
{
    /// <summary>The command for the command line.</summary>
    public static Command Define(Func<ParseResult, ProofKey> keyOf)
    {
        var command = new Command("proof-key", "Print the verifier key of this installation's log, for who checks exports");
        command.SetAction(parsed =>
        {
            Console.WriteLine(keyOf(parsed).Verifier);
            return 0;
        });
        return command;
    }
}
