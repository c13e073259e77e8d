namespace Incidents.Statistics.Spatial;

/// <summary>The class of a place at a false-discovery rate.</summary>
public enum SpotClass
{
    /// <summary>Not testable: no neighbours, or no variation to compare with.</summary>
    Undetermined,

    /// <summary>Not different from chance.</summary>
    NotSignificant,

    /// <summary>High among high values (Gi*: a hot spot).</summary>
    Hot,

    /// <summary>Low among low values (Gi*: a cold spot).</summary>
    Cold,

    /// <summary>High among low values (local Moran only).</summary>
    HighAmongLow,

    /// <summary>Low among high values (local Moran only).</summary>
    LowAmongHigh,
}
