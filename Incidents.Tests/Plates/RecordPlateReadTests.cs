using Incidents.Domain;
using Incidents.Domain.Plates;
using Xunit;

namespace Incidents.Tests.Plates;

public class RecordPlateReadTests
{
    private static readonly RecordPlateRead Record = new(Some.Origin, "123ABC09", 0.93, "gate-1", Some.Place, null, Some.Began);

    [Fact]
    public void A_read_is_recorded_once()
    {
        Record.Yields(null, Some.PlateRead() with { KnownAt = Some.Now });

        Assert.Empty(Record.Decide(Some.Folded<VehiclePass>(Some.PlateRead()), Some.Now).Events);
    }

    [Fact]
    public void A_plate_in_another_spelling_and_a_confidence_in_hundredths_are_refused()
    {
        Assert.Equal(ErrorCode.PlateMalformed, (Record with { Plate = "123 abc 09" }).Decide(null, Some.Now).Refusal!.Code);
        Assert.Equal(ErrorCode.ConfidenceOutOfRange, (Record with { Confidence = 93 }).Decide(null, Some.Now).Refusal!.Code);
    }
}
