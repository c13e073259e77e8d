namespace Incidents.Api.PersonalData;

/// <summary>Settings of retention, <c>Retention</c>: how long personal data of a kind are kept after they were received.</summary>
/// <remarks>Zero keeps them for ever, and is the default of each: which periods the law sets is for the installation to say.</remarks>
internal sealed class RetentionSettings
{
    /// <summary>Plates of violations.</summary>
    public TimeSpan ViolationPlates { get; set; }

    /// <summary>Addresses and hashes of violations' pictures.</summary>
    public TimeSpan ViolationMedia { get; set; }

    /// <summary>Plates that plate readers read, with the hashes of their pictures.</summary>
    public TimeSpan PlateReads { get; set; }

    /// <summary>Plates of alerts.</summary>
    public TimeSpan AlertPlates { get; set; }

    /// <summary>Addresses and hashes of alerts' recordings and pictures.</summary>
    public TimeSpan AlertMedia { get; set; }

    /// <summary>Descriptions of incidents and their offences.</summary>
    public TimeSpan IncidentDescriptions { get; set; }

    /// <summary>Reasons and outcomes in words, and notes, of everything; codes stay.</summary>
    public TimeSpan Reasons { get; set; }

    /// <summary>The bytes of evidence of closed cases, from when the case was closed; a hold on the item or its case keeps them.</summary>
    public TimeSpan Evidence { get; set; }
}
