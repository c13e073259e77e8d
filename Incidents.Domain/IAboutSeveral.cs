namespace Incidents.Domain;

/// <summary>An event that may be about several persons, as those of an investigation are.</summary>
/// <remarks>What is masked or blocked of one person leaves what it says of others.</remarks>
public interface IAboutSeveral : IDomainEvent;
