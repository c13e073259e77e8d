namespace Incidents.Domain;

/// <summary>A command that is carried out once: its sender's own key gives the id of its stream.</summary>
/// <remarks>Sent again it changes nothing; with other content it is a conflict, which is refused.</remarks>
public interface IOnceCommand
{
    /// <summary>The phase of the stream that it is: with the stream it gives the id of its event (<see cref="Identity.Event"/>).</summary>
    string Phase { get; }

    /// <summary>It was sent before with other content.</summary>
    Refusal SentOtherwise { get; }
}
