using System.Globalization;
using System.Text.RegularExpressions;

namespace Incidents.Domain.Plates;

/// <summary>The form in which a state writes plates. Of three letters a person's vehicle, of two an organisation's.</summary>
public enum PlateFormat
{
    /// <summary>`123ABC02`: Kazakhstan since 2012, three letters.</summary>
    KazakhstanThreeLetters,

    /// <summary>`123AB02`: Kazakhstan since 2012, two letters.</summary>
    KazakhstanTwoLetters,

    /// <summary>`A123BCD`: Kazakhstan from 1993 to 2012, three letters.</summary>
    KazakhstanOldThreeLetters,

    /// <summary>`A123BC`: Kazakhstan from 1993 to 2012, two letters.</summary>
    KazakhstanOldTwoLetters,

    /// <summary>`A123BC77` or `A123BC777`: Russia.</summary>
    Russia,

    /// <summary>`01KG123ABC` or `01KG123AB`: Kyrgyzstan.</summary>
    Kyrgyzstan,

    /// <summary>`01A123BC` or `01123ABC`: Uzbekistan.</summary>
    Uzbekistan,
}

/// <summary>The region of Kazakhstan that issued a plate, as named when its code was given out.</summary>
public enum PlateRegion
{
    /// <summary>Astana: 01, Z.</summary>
    Astana = 1,
    /// <summary>Almaty, the city: 02, A.</summary>
    Almaty,
    /// <summary>Akmola region: 03, C.</summary>
    AkmolaRegion,
    /// <summary>Aktobe region: 04, D.</summary>
    AktobeRegion,
    /// <summary>Almaty region: 05, B.</summary>
    AlmatyRegion,
    /// <summary>Atyrau region: 06, E.</summary>
    AtyrauRegion,
    /// <summary>West Kazakhstan region: 07, L.</summary>
    WestKazakhstanRegion,
    /// <summary>Zhambyl region: 08, H.</summary>
    ZhambylRegion,
    /// <summary>Karaganda region: 09, M.</summary>
    KaragandaRegion,
    /// <summary>Kostanay region: 10, P.</summary>
    KostanayRegion,
    /// <summary>Kyzylorda region: 11, N.</summary>
    KyzylordaRegion,
    /// <summary>Mangystau region: 12, R.</summary>
    MangystauRegion,
    /// <summary>Turkistan region, until 2018 South Kazakhstan region: 13, X.</summary>
    TurkistanRegion,
    /// <summary>Pavlodar region: 14, S.</summary>
    PavlodarRegion,
    /// <summary>North Kazakhstan region: 15, T.</summary>
    NorthKazakhstanRegion,
    /// <summary>East Kazakhstan region: 16, F.</summary>
    EastKazakhstanRegion,
    /// <summary>Shymkent: 17.</summary>
    Shymkent,
    /// <summary>Abai region: 18.</summary>
    AbaiRegion,
    /// <summary>Zhetisu region: 19.</summary>
    ZhetisuRegion,
    /// <summary>Ulytau region: 20.</summary>
    UlytauRegion,
}

/// <summary>What the form of a plate says.</summary>
/// <param name="Format">The form.</param>
/// <param name="Region">The region of Kazakhstan that issued it; null for another state, and for a code that none has.</param>
public sealed partial record PlateForm(PlateFormat Format, PlateRegion? Region)
{
    // In the order of the regions' codes; none has the letter of the last four.
    private const string OldLetters = "ZACDBELHMPNRXSTF";

    private static readonly (PlateFormat Format, Regex Form)[] Forms =
    [
        (PlateFormat.KazakhstanThreeLetters, ThreeLetters()), (PlateFormat.KazakhstanTwoLetters, TwoLetters()),
        (PlateFormat.KazakhstanOldThreeLetters, OldThreeLetters()), (PlateFormat.KazakhstanOldTwoLetters, OldTwoLetters()),
        (PlateFormat.Russia, Russian()), (PlateFormat.Kyrgyzstan, Kyrgyz()), (PlateFormat.Uzbekistan, Uzbek()),
    ];

    /// <summary>The form of a plate; null where it has none of these.</summary>
    /// <param name="plate">The plate in its one spelling.</param>
    public static PlateForm? Of(string plate)
    {
        foreach (var (format, form) in Forms)
        {
            if (form.IsMatch(plate))
                return new(format, RegionOf(format, plate));
        }
        return null;
    }

    private static PlateRegion? RegionOf(PlateFormat format, string plate) => format switch
    {
        PlateFormat.KazakhstanThreeLetters or PlateFormat.KazakhstanTwoLetters =>
            Known(int.Parse(plate.AsSpan(plate.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture)),
        PlateFormat.KazakhstanOldThreeLetters or PlateFormat.KazakhstanOldTwoLetters => Known(OldLetters.IndexOf(plate[0]) + 1),
        _ => null,
    };

    private static PlateRegion? Known(int code) => Enum.IsDefined((PlateRegion)code) ? (PlateRegion)code : null;

    [GeneratedRegex("^[0-9]{3}[A-Z]{3}[0-9]{2}\\z")]
    private static partial Regex ThreeLetters();

    [GeneratedRegex("^[0-9]{3}[A-Z]{2}[0-9]{2}\\z")]
    private static partial Regex TwoLetters();

    [GeneratedRegex("^[A-Z][0-9]{3}[A-Z]{3}\\z")]
    private static partial Regex OldThreeLetters();

    [GeneratedRegex("^[A-Z][0-9]{3}[A-Z]{2}\\z")]
    private static partial Regex OldTwoLetters();

    [GeneratedRegex("^[A-Z][0-9]{3}[A-Z]{2}[0-9]{2,3}\\z")]
    private static partial Regex Russian();

    [GeneratedRegex("^[0-9]{2}KG[0-9]{3}[A-Z]{2,3}\\z")]
    private static partial Regex Kyrgyz();

    [GeneratedRegex("^([0-9]{2}[A-Z][0-9]{3}[A-Z]{2}|[0-9]{5}[A-Z]{3})\\z")]
    private static partial Regex Uzbek();
}
