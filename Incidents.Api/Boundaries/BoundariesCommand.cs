using JasperFx.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Boundaries;

/// <summary>Arguments of <c>boundaries</c>.</summary>
public sealed class BoundariesInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("load")]
    public string Action { get; set; } = "";

    /// <summary>The file.</summary>
    [Description("GeoJSON collection of features: Polygons and MultiPolygons in degrees")]
    public string File { get; set; } = "";

    /// <summary>The first day.</summary>
    [Description("First day on which they were so: 2022-06-08")]
    [FlagAlias("valid-from", true)]
    public string ValidFromFlag { get; set; } = "";

    /// <summary>The end.</summary>
    [Description("First day on which they no longer were; none unless told")]
    [FlagAlias("valid-to", true)]
    public string ValidToFlag { get; set; } = "";

    /// <summary>The set.</summary>
    [Description("What they are parts of; districts unless told")]
    [FlagAlias("set", true)]
    public string SetFlag { get; set; } = "districts";

    /// <summary>Property of the name.</summary>
    [Description("Property that holds the name; name unless told")]
    [FlagAlias("name", true)]
    public string NameFlag { get; set; } = "name";

    /// <summary>Property of the residents.</summary>
    [Description("Property that holds the number of residents; none unless told")]
    [FlagAlias("population", true)]
    public string PopulationFlag { get; set; } = "";

    /// <summary>Property of the region.</summary>
    [Description("Property that holds the region; none unless told")]
    [FlagAlias("region", true)]
    public string RegionFlag { get; set; } = "";
}

/// <summary><c>boundaries load FILE --valid-from DATE</c>: loads boundaries of one vintage. Fails (exit code 1) where the file or an option is wrong.</summary>
[Description("Load boundaries with the days on which they were in force", Name = "boundaries")]
public sealed class BoundariesCommand : JasperFxAsyncCommand<BoundariesInput>
{
    /// <inheritdoc/>
    public override async Task<bool> Execute(BoundariesInput input)
    {
        try
        {
            if (input.Action != "load")
                throw new BoundaryException($"boundaries can load, not '{input.Action}'.");
            var vintage = new BoundaryVintage(
                input.SetFlag, input.NameFlag, input.RegionFlag.Length > 0 ? input.RegionFlag : null, Day("valid-from", input.ValidFromFlag),
                input.ValidToFlag.Length > 0 ? Day("valid-to", input.ValidToFlag) : null, input.PopulationFlag.Length > 0 ? input.PopulationFlag : null);
            using var host = input.BuildHost();
            var count = await host.Services.GetRequiredService<BoundaryStore>().Load(input.File, vintage, CancellationToken.None);
            Console.Out.WriteLine(FormattableString.Invariant($"{count} boundaries of {vintage.Set} from {LocalDatePattern.Iso.Format(vintage.ValidFrom)} on."));
            return true;
        }
        catch (BoundaryException e)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }

    private static LocalDate Day(string name, string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : throw new BoundaryException($"--{name} wants a day: 2022-06-08.");
}
