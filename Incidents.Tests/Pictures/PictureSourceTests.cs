using System.Net;
using Incidents.Api.CommandLine;
using Incidents.Api.Pictures;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Pictures;

/// <summary>Which origins, networks and patterns the settings may name, and what they allow.</summary>
public sealed class PictureSourceTests
{
    [Theory]
    [InlineData("https://vms.example/", true)]
    [InlineData("HTTPS://VMS.example:443/a?b#c", true)]
    [InlineData("https://10.1.2.3:8443/a", true)]
    [InlineData("https://0x0A.1.2.3:8443/a", true)]
    [InlineData("http://vms.example/", false)]
    [InlineData("https://vms.example:444/", false)]
    [InlineData("https://vms.example./", false)]
    [InlineData("https://vms.example@evil.test/", false)]
    [InlineData("https://a@vms.example/", false)]
    [InlineData("https://10.1.2.4:8443/", false)]
    [InlineData("https://vms\u2100.example/", false)]
    [InlineData("https://vms%E2%84%80.example/", false)]
    [InlineData("//vms.example/", false)]
    [InlineData("data:image/png;base64,AA==", false)]
    public void An_address_is_fetched_from_where_its_origin_is_listed(string address, bool isAllowed)
    {
        var sources = PictureSources.From(new() { AllowedOrigins = "https://vms.example; https://10.1.2.3:8443" });

        Assert.Equal(isAllowed, sources.Allowed(address) is not null);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("10.20.30.40", true)]
    [InlineData("::ffff:10.20.30.40", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("ff02::1", false)]
    public void A_name_may_lead_into_the_public_Internet_and_into_listed_networks(string address, bool isAllowed)
    {
        var sources = PictureSources.From(new() { Networks = "10.20.0.0/16" });

        Assert.Equal(isAllowed, sources.MayLeadTo(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("AllowedOrigins", "vms.example")]
    [InlineData("AllowedOrigins", "https://vms.example/path")]
    [InlineData("AllowedOrigins", "https://a:secret@vms.example")]
    [InlineData("AllowedOrigins", "*")]
    [InlineData("AllowedOrigins", "ftp://vms.example")]
    [InlineData("AllowedOrigins", "https://vms\u2100.example")]
    [InlineData("Networks", "10.20.0.0/33")]
    [InlineData("Networks", "vms.example")]
    [InlineData("LivePattern", "https://{deviceId}.example/")]
    [InlineData("LivePattern", "https://vms.example:{city}/")]
    [InlineData("LivePattern", "https://{deviceId}@vms.example/")]
    [InlineData("LivePattern", "javascript:alert('{deviceId}')")]
    [InlineData("LivePattern", "https://vms.example/{camera}")]
    [InlineData("LivePattern", "https://vms\u2100.example/{deviceId}")]
    public void A_setting_that_cannot_be_used_is_refused_before_the_host_starts(string name, string value)
    {
        var settings = new PictureSettings();
        typeof(PictureSettings).GetProperty(name)!.SetValue(settings, value);

        Assert.Contains($"Pictures:{name}", Assert.Throws<HostOptionsException>(() => PictureSources.From(settings)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_id_stays_one_part_of_the_live_address()
    {
        var sources = PictureSources.From(new() { LivePattern = "https://vms.example/{city}/{deviceId}" });

        Assert.Equal(
            "https://vms.example/karaganda/..%2F%7Bfrom%7D%3F%23",
            sources.Live("karaganda", "../{from}?#", Instant.FromUnixTimeSeconds(0)));
        Assert.Null(sources.Live("karaganda", null, Instant.FromUnixTimeSeconds(0)));
    }
}
