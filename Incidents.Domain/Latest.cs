using NodaTime;

namespace Incidents.Domain;

/// <summary>The latest value that reports of a thing gave, in whatever order they came.</summary>
/// <typeparam name="T">A type with null, which means that a report says nothing.</typeparam>
/// <param name="Value">The value, or null where none was given.</param>
/// <param name="At">The moment that it holds from; null where it is assumed from a later step and gives way to every other value.</param>
public readonly record struct Latest<T>(T Value, Instant? At = null)
{
    /// <summary>The value with one more report taken into account, unless a later one has said something else.</summary>
    /// <param name="value">What the report gives, or null.</param>
    /// <param name="at">When that held.</param>
    public Latest<T> After(T value, Instant at) => value is null || (Value is not null && At > at) ? this : new(value, at);

    /// <summary>The value with the beginning taken into account: it holds until any report of a later step gives another one.</summary>
    /// <param name="value">What the beginning gives, or null.</param>
    public Latest<T> From(T value) => At is null || Value is null ? new(value, Instant.MinValue) : this;
}
