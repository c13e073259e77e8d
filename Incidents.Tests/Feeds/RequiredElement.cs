namespace Incidents.Tests.Feeds;

/// <summary>An element that a standard requires.</summary>
/// <param name="Section">Number of the section that says so.</param>
/// <param name="Parent">What it is part of.</param>
/// <param name="Element">Its name.</param>
/// <param name="Condition">Only where this element of the parent has this value; null for always.</param>
public sealed record RequiredElement(string Section, string Parent, string Element, (string Element, string Value)? Condition = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Section} {Parent}/{Element}";
}
