using System.Security.Cryptography;
using System.Text;
using Incidents.Projections.Slices;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>
/// A changed definition of a read model has a new number: else an older program would take the tables of a newer one for its own.
/// </summary>
public sealed class ReadModelVersionTests
{
    [Theory]
    [InlineData("register", 7, "17e54a5efd581a43")]
    [InlineData("signals", 4, "4cfde8e1de5d3380")]
    [InlineData("devices", 4, "4b4e17bbdd62ca6d")]
    [InlineData("ledger", 4, "96af1e88fe5dbe6d")]
    [InlineData("forecasts", 2, "701191417c676830")]
    [InlineData("cases", 2, "1e4be5ba2c31e464")]
    [InlineData("hazards", 1, "302b5e7e68e59638")]
    [InlineData("correlation", 1, "4da8daddfe05b095")]
    [InlineData("alert-ledger", 1, "71a99bcf7d6a87df")]
    [InlineData("work", 1, "553623446610a7d0")]
    [InlineData("shifts", 1, "e4357c922e16cdb1")]
    [InlineData("units", 1, "f2dbc72934ac05fc")]
    [InlineData("upkeep", 1, "ed176c1b3ded9b0f")]
    public void Tables_change_with_the_number_of_their_definition(string name, int version, string digest)
    {
        var projection = ReadModelTables.All().Single(p => p.Name == name);
        var ddl = projection.Ddl("read").ReplaceLineEndings("\n");
        var actual = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ddl)))[..16];

        Assert.True(
            (version, digest) == (projection.Version, actual),
            $"The tables of {name} have digest {actual} under number {projection.Version}. Where they have changed, raise Version and "
            + "write both here.");
    }
}
