namespace Incidents.Statistics.Spatial;

/// <summary>What a place is called once its q-value is known.</summary>
public enum SpotClass
{
    /// <summary>Too few to say: no neighbours, or no variation to compare with.</summary>
    Undetermined,

    /// <summary>Nothing that chance would not do.</summary>
    NotSignificant,

    /// <summary>High among high values (Gi*: a hot spot).</summary>
    Hot,

    /// <summary>Low among low values (Gi*: a cold spot).</summary>
    Cold,

    /// <summary>High among low ones (local Moran only).</summary>
    HighAmongLow,

    /// <summary>Low among high ones (local Moran only).</summary>
    LowAmongHigh,
}
