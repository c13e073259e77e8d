using Incidents.Domain;
using Xunit;

namespace Incidents.Tests;

public class PlateTests
{
    [Theory]
    [InlineData("123ABC09", "123ABC09")]
    [InlineData(" 123 abc-09 ", "123ABC09")]
    // А, В, С of the Cyrillic alphabet, and а, в, с.
    [InlineData("123\u0410\u0412\u042109", "123ABC09")]
    [InlineData("123\u0430\u0432\u044109", "123ABC09")]
    [InlineData("\u0406\u0423\u0425", "IYX")]
    // Д has no Latin look-alike.
    [InlineData("\u041412", "\u041412")]
    [InlineData("A1", "A1")]
    [InlineData("123456789012", "123456789012")]
    [InlineData("1234567890123", null)]
    [InlineData("A", null)]
    [InlineData("", null)]
    [InlineData(" - ", null)]
    [InlineData("12*34", null)]
    [InlineData("12\u03004", null)]
    public void A_plate_has_one_spelling(string written, string? expected) => Assert.Equal(expected, Plate.Normalise(written));
}
