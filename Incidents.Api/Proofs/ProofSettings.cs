namespace Incidents.Api.Proofs;

/// <summary>How the log of commitments is signed; configuration section <c>Proofs</c>.</summary>
internal sealed class ProofSettings
{
    /// <summary>How often what is new is added to the log and signed, default 1 minute; zero signs on demand only.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The file of the private key; default <c>proof/key</c> in the data folder. It is made where it is missing. Beside it is kept what was
    /// signed last. A host without a data folder and without this setting keeps no log.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>Name of the log, without blanks and plus signs; default <c>incidents/</c> and 16 digits of the key's hash.</summary>
    public string? Origin { get; set; }

    /// <summary>
    /// Witnesses that co-sign, separated by semicolons: each an https address of C2SP's tlog-witness, a blank, and its verifier key;
    /// default none.
    /// </summary>
    public string? Witnesses { get; set; }

    /// <summary>How long a witness has to answer, default 10 seconds.</summary>
    public TimeSpan WitnessPatience { get; set; } = TimeSpan.FromSeconds(10);
}
