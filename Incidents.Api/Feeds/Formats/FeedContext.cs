using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Feeds.Formats;

/// <summary>What a document says beside the thing itself.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Category">The thing's category; null where this installation does not know it.</param>
/// <param name="City">The thing's town; null where this installation does not know it.</param>
/// <param name="Urgency">Urgency of the category, 1 to 4.</param>
/// <param name="Previous">The message before about this thing: its id, and when its event became known; null for the first.</param>
/// <param name="IsExercise">Whether the data are simulated.</param>
/// <param name="Domain">Domain name of this installation.</param>
/// <param name="Centre">Name of the centre.</param>
internal sealed record FeedContext(
    Guid Id, Category? Category, City? City, int Urgency, (Guid Id, OffsetDateTime At)? Previous, bool IsExercise, string Domain,
    string Centre);
