using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Api.Pictures;
using Incidents.Domain;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Pictures;

/// <summary>What an alert shows is fetched from listed origins, and given to whom the link was made for.</summary>
public sealed class PictureTests(PictureHost pictures) : IClassFixture<PictureHost>
{
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(HostileOrigin.Picture));
    private static readonly string ClipHash = Convert.ToHexStringLower(SHA256.HashData(HostileOrigin.Clip));

    private readonly HostileOrigin origin = pictures.Origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_given_out_as_it_was_reported_and_nothing_of_the_client_goes_on()
    {
        origin.Requests.Clear();
        using var response = await pictures.Follow(await pictures.Link(await pictures.Alert(origin.Address("/good.jpg"), sha256: Hash)));

        Assert.Equal(HostileOrigin.Picture, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var (_, headers) = Assert.Single(origin.Requests);
        Assert.Equal(["Accept-Encoding", "Host"], headers.Split('\n').Select(line => line.Split(':')[0]).Order());
    }

    [Fact]
    public async Task Another_picture_than_was_reported_is_not_shown()
    {
        Assert.Equal("PICTURE_ALTERED", await pictures.Refused(origin.Address("/good.jpg"), new string('0', 64)));

        var clip = await pictures.Link(await pictures.Alert(null, origin.Address("/clip.mp4"), new string('0', 64)), isClip: true);
        using var response = await pictures.Follow(clip);
        // The last MiB does not come.
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_clip_is_given_out_whole_and_by_ranges()
    {
        var link = await pictures.Link(await pictures.Alert(null, origin.Address("/clip.mp4"), ClipHash), isClip: true);
        using var whole = await pictures.Follow(link);
        using var part = await pictures.Follow(link, range: new(1_000_000, 1_000_009));
        using var end = await pictures.Follow(link, range: new(null, 5));
        using var behind = await pictures.Follow(link, range: new(3_000_000, null));

        Assert.Equal(HostileOrigin.Clip, await whole.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal((206, 206, 416), ((int)part.StatusCode, (int)end.StatusCode, (int)behind.StatusCode));
        Assert.Equal(HostileOrigin.Clip[1_000_000..1_000_010], await part.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("bytes 1000000-1000009/3000000", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HostileOrigin.Clip[^5..], await end.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_range_that_is_the_whole_clip_is_compared_as_the_whole()
    {
        var good = await pictures.Link(await pictures.Alert(null, origin.Address("/clip.mp4"), ClipHash), isClip: true);
        var altered = await pictures.Link(await pictures.Alert(null, origin.Address("/clip.mp4"), new string('0', 64)), isClip: true);
        RangeHeaderValue[] whole = [new(0, null), new(0, 2_999_999), new(null, 3_000_000), new(0, 9_000_000), new(null, 9_000_000)];
        foreach (var range in whole)
        {
            using var given = await pictures.Follow(good, range: range);
            Assert.Equal(206, (int)given.StatusCode);
            Assert.Equal(HostileOrigin.Clip, await given.Content.ReadAsByteArrayAsync(Cancellation));
            using var broken = await pictures.Follow(altered, range: range);
            await Assert.ThrowsAnyAsync<Exception>(() => broken.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_part_is_passed_on_only_where_it_was_asked_for()
    {
        var unasked = await pictures.Link(await pictures.Alert(null, origin.Address("/unasked.mp4"), ClipHash), isClip: true);
        var shifted = await pictures.Link(await pictures.Alert(null, origin.Address("/shifted.mp4"), ClipHash), isClip: true);
        using var whole = await pictures.Follow(unasked);
        using var longer = await pictures.Follow(unasked, range: new(0, 9));
        using var others = await pictures.Follow(shifted, range: new(0, null));
        using var end = await pictures.Follow(shifted, range: new(null, 5));
        using var asked = await pictures.Follow(shifted, range: new(5, null));

        foreach (var refused in new[] { whole, longer, others, end })
            Assert.Equal("PICTURE_UNAVAILABLE", await PictureHost.Code(refused));
        Assert.Equal(HostileOrigin.Clip[5..], await asked.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("/page", "PICTURE_TYPE_REFUSED")]
    [InlineData("/drawing", "PICTURE_TYPE_REFUSED")]
    [InlineData("/clip-as-picture", "PICTURE_TYPE_REFUSED")]
    [InlineData("/packed", "PICTURE_TYPE_REFUSED")]
    [InlineData("/announced", "PICTURE_TOO_LARGE")]
    [InlineData("/clip.mp4", "PICTURE_TYPE_REFUSED")]
    [InlineData("/endless", "PICTURE_TOO_LARGE")]
    [InlineData("/broken", "PICTURE_UNAVAILABLE")]
    [InlineData("/silent", "PICTURE_UNAVAILABLE")]
    [InlineData("/stops", "PICTURE_UNAVAILABLE")]
    [InlineData("/circle", "PICTURE_UNAVAILABLE")]
    [InlineData("/unasked", "PICTURE_UNAVAILABLE")]
    [InlineData("/behind", "PICTURE_UNAVAILABLE")]
    [InlineData("/to?to=//[", "PICTURE_UNAVAILABLE")]
    [InlineData("/to?to=http://[::", "PICTURE_UNAVAILABLE")]
    [InlineData("/to?to=http://vms%25E2%2584%2580.test/", "PICTURE_UNAVAILABLE")]
    [InlineData("/to?to=http://xn--vms-ix4a.test/", "PICTURE_ADDRESS_REFUSED")]
    [InlineData("/failing", "PICTURE_UNAVAILABLE")]
    [InlineData("/gone", "PICTURE_MISSING")]
    [InlineData("/none", "PICTURE_MISSING")]
    [InlineData("/to?to=http://127.0.0.1:1/", "PICTURE_ADDRESS_REFUSED")]
    [InlineData("/to?to=http://localhost/", "PICTURE_ADDRESS_REFUSED")]
    [InlineData("/to?to=http://169.254.169.254/latest/meta-data", "PICTURE_ADDRESS_REFUSED")]
    [InlineData("/to?to=file:///etc/passwd", "PICTURE_ADDRESS_REFUSED")]
    [InlineData("/to?to=//nobody.test@localhost/", "PICTURE_ADDRESS_REFUSED")]
    public async Task What_a_hostile_video_system_sends_is_refused_with_its_reason(string path, string code)
    {
        Assert.Equal(code, await pictures.Refused(origin.Address(path), Hash));
    }

    [Fact]
    public async Task A_redirect_within_the_listed_origins_is_followed()
    {
        pictures.Names["vms.test"] = new([[IPAddress.Loopback]]);
        var there = Uri.EscapeDataString(origin.Address("/good.jpg", "vms.test"));

        Assert.Null(await pictures.Refused(origin.Address($"/to?to={there}"), Hash));
    }

    [Fact]
    public async Task A_name_that_comes_to_lead_elsewhere_is_followed_only_to_what_was_checked()
    {
        pictures.Names["vms.test"] = new([[IPAddress.Loopback], [IPAddress.Parse("127.0.0.2")]]);
        var link = await pictures.Link(await pictures.Alert(origin.Address("/good.jpg", "vms.test")));
        using var first = await pictures.Follow(link);
        Assert.Equal(HostileOrigin.Picture, await first.Content.ReadAsByteArrayAsync(Cancellation));
        using var second = await pictures.Follow(link);

        Assert.Equal("PICTURE_ADDRESS_REFUSED", await PictureHost.Code(second));
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public async Task A_listed_name_that_leads_into_an_unlisted_network_is_refused(string address)
    {
        pictures.Names["inner.test"] = new([[IPAddress.Parse(address)]]);
        origin.Requests.Clear();

        Assert.Equal("PICTURE_ADDRESS_REFUSED", await pictures.Refused(origin.Address("/good.jpg", "inner.test")));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task What_is_not_listed_has_no_link()
    {
        string[] addresses =
        [
            "http://vms.test/good.jpg", "https://127.0.0.1/good.jpg", "rtsp://vms.test/1", "file:///etc/passwd", "ftp://nobody.test/a",
            "http://a:secret@nobody.test/", "http://nobody.test.evil.test/", "http://nobody.test:81/", "/good.jpg", "clip-17",
            "http://vms\u2100.test/a", "http://[", "http://nobody.test:99999/",
        ];
        foreach (var address in addresses)
            Assert.Equal(JsonValueKind.Null, (await pictures.Links(await pictures.Alert(address))).GetProperty("snapshotLink").ValueKind);
    }

    [Fact]
    public async Task A_link_is_for_one_person_one_alert_one_kind_and_a_time()
    {
        var alert = await pictures.Alert(origin.Address("/good.jpg"), origin.Address("/clip.mp4"));
        var (link, other) = (await pictures.Link(alert), await pictures.Alert(origin.Address("/good.jpg")));
        var until = long.Parse(link.Split("until=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
        var expired = await Expired(alert);
        string[] forged =
        [
            link.Replace($"{alert}", $"{other}", StringComparison.Ordinal),
            link.Replace("/snapshot", "/clip", StringComparison.Ordinal),
            link.Replace($"{until}", $"{until + 300}", StringComparison.Ordinal),
            link[..^2] + (link[^2] == 'A' ? "BA" : "AA"), link.Split('&')[0], link.Split('?')[0], $"{link}A", $"{link}=", $"{link}%00",
            link.Replace($"until={until}", $"until=+{until}", StringComparison.Ordinal),
        ];
        foreach (var address in forged)
        {
            using var response = await pictures.Follow(address);
            Assert.Equal((403, "LINK_INVALID"), ((int)response.StatusCode, await PictureHost.Code(response)));
        }
        using var others = await pictures.Follow(link, "somebody else");
        using var nobody = await pictures.Follow(link, null);
        using var late = await pictures.Follow(expired);
        using var own = await pictures.Follow(link);

        Assert.Equal("LINK_INVALID", await PictureHost.Code(others));
        Assert.Equal(401, (int)nobody.StatusCode);
        Assert.Equal((410, "LINK_EXPIRED"), ((int)late.StatusCode, await PictureHost.Code(late)));
        Assert.Equal(200, (int)own.StatusCode);
        Assert.Equal(0, until % 300);
    }

    [Fact]
    public async Task Who_sees_the_alert_no_more_sees_its_picture_no_more()
    {
        var alert = await pictures.Alert(origin.Address("/good.jpg"));
        Grant[] here = [new(Role.Investigator, ["karaganda"])], elsewhere = [new(Role.Investigator, ["temirtau"])];
        var link = (await pictures.Links(alert, "a mover", here)).GetProperty("snapshotLink").GetString()!;
        using var before = await pictures.Follow(link, "a mover", grants: here);
        using var after = await pictures.Follow(link, "a mover", grants: elsewhere);
        using var analyst = await pictures.Follow(link, "a mover", grants: [new(Role.Analyst, null)]);

        Assert.Equal((200, 404, 404), ((int)before.StatusCode, (int)after.StatusCode, (int)analyst.StatusCode));
    }

    [Fact]
    public async Task Each_fetch_and_each_refusal_is_on_the_access_log()
    {
        var alert = await pictures.Alert(origin.Address("/good.jpg"), origin.Address("/gone"));
        var (link, clip) = (await pictures.Link(alert), await pictures.Link(alert, isClip: true));
        Grant[] elsewhere = [new(Role.Investigator, ["temirtau"])];
        foreach (var (address, caller, grants) in new[]
        {
            (link, PictureHost.Operator, null), (link, "somebody else", null), (await Expired(alert), PictureHost.Operator, null),
            (link, PictureHost.Operator, elsewhere), (clip, PictureHost.Operator, null),
        })
        {
            using var response = await pictures.Follow(address, caller, grants: grants);
        }

        var here = $"127.0.0.1:{origin.Port}";
        Assert.Equal(
            [
                ("op", "view snapshot", here, "none"), ("somebody else", "view snapshot", "none", "LINK_INVALID"),
                ("op", "view snapshot", "none", "LINK_EXPIRED"), ("op", "view snapshot", "none", "NOT_FOUND"),
                ("op", "view clip", here, "none"), ("op", "view clip", "none", "PICTURE_MISSING"),
            ],
            await Logged(alert));
    }

    [Fact]
    public async Task What_is_refused_after_it_was_fetched_is_on_the_access_log_too()
    {
        var alert = await pictures.Alert(origin.Address("/good.jpg"), sha256: new string('0', 64));
        using var response = await pictures.Follow(await pictures.Link(alert));

        Assert.Equal("PICTURE_ALTERED", await PictureHost.Code(response));
        Assert.Equal(
            [("op", "view snapshot", $"127.0.0.1:{origin.Port}", "none"), ("op", "view snapshot", "none", "PICTURE_ALTERED")],
            await Logged(alert));
    }

    [Fact]
    public async Task The_live_picture_is_a_link_by_the_pattern_with_its_values_escaped()
    {
        var links = await pictures.Links(await pictures.Alert(null));

        Assert.Equal(
            "https://vms.example/live/karaganda/cam%201%2F7?from=2026-07-03T07%3A00%3A00Z", links.GetProperty("liveLink").GetString());
        Assert.Equal(JsonValueKind.Null, links.GetProperty("snapshotLink").ValueKind);
    }

    private async Task<(string Caller, string Operation, string Origin, string Code)[]> Logged(Guid alert) =>
    [
        .. (await pictures.Host.Query(
            $"""
             select data ->> 'caller', data -> 'details' ->> 'operation', coalesce(data -> 'details' ->> 'origin', 'none'),
                 coalesce(data -> 'details' -> 'errors' ->> 0, 'none')
             from access.mt_events where data -> 'details' ->> 'alert' = '{alert}' order by seq_id
             """)).Select(row => ((string)row[0], (string)row[1], (string)row[2], (string)row[3])),
    ];

    private async Task<string> Expired(Guid alert)
    {
        var services = pictures.Host.Services;
        var anHourAgo = new FakeClock(SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1));
        var links = ActivatorUtilities.CreateInstance<PictureLinks>(services, (IClock)anHourAgo);
        using var caller = Callers.Enter(new Caller(PictureHost.Operator, PictureHost.Operator, []));
        return (await links.Of(alert, PictureKind.Snapshot, new MediaReference(origin.Address("/good.jpg"), null), Cancellation))!;
    }
}
