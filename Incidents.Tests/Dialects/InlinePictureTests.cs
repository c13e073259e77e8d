using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Dialects;
using Incidents.Domain;
using Xunit;
using static Incidents.Tests.Dialects.DialectOf;

namespace Incidents.Tests.Dialects;

/// <summary>Pictures that cameras send in the JSON of their messages.</summary>
public class InlinePictureTests
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n\x1A\n small"u8];

    [Fact]
    public void The_picture_of_the_whole_view_is_that_of_a_read_and_stays_in_a_message_with_room_for_it()
    {
        var (plate, view) = (Jpeg(2_000, 1), Jpeg(3_000, 2));
        var message = Message("dahua", Pushed(plate, view), "g");

        var part = Assert.Single(MessageParts.Of(message, out var refusal));
        Assert.Null(refusal);
        Assert.Equal(message.Payload.ToArray(), part.Payload.ToArray());
        Assert.Equal(
            [new("CutoutPic", Sha256(plate), 2_000), new("NormalPic", Sha256(view), 3_000)], part.Pictures);
        var read = Assert.Single(Read(message).Reports).Report;
        Assert.Equal(("123ABC09", "cid:NormalPic", Sha256(view)), (read.Plate, read.Snapshot!.Uri, read.Snapshot.Sha256));
    }

    [Fact]
    public void A_message_that_is_too_long_with_its_pictures_is_read_without_them_and_read_again_as_the_same()
    {
        var view = Jpeg(4 << 20, 3);
        var message = Message("dahua", Pushed(Jpeg(900_000, 4), view), "g");
        Assert.True(message.Payload.Length > 6 << 20);

        var part = Assert.Single(MessageParts.Of(message, out var refusal));
        Assert.Null(refusal);
        Assert.InRange(part.Payload.Length, 100, 400);
        var reading = Read(message);
        Assert.Null(reading.Refusal);
        Assert.Equal(Sha256(view), Assert.Single(reading.Reports).Report.Snapshot!.Sha256);
        var again = Read(KeptMessage.Read(KeptMessage.Of(part).ToBytes())!.ToMessage());
        Assert.Equal(reading.Reports, again.Reports);
    }

    [Fact]
    public void A_kept_message_with_a_picture_in_it_has_that_picture_once()
    {
        var part = MessageParts.Of(Message("dahua", Pushed(Jpeg(2_000, 1), Jpeg(3_000, 2)), "g"), out _)[0];

        Assert.Equal(2, MessageParts.Of(KeptMessage.Read(KeptMessage.Of(part).ToBytes())!.ToMessage(), out _)[0].Pictures.Count);
    }

    [Fact]
    public void A_picture_is_found_however_its_base64_is_written()
    {
        var base64 = Convert.ToBase64String(Png);
        foreach (var written in (string[])[
            base64, $"data:image/png;base64,{base64}", base64.Insert(20, "\\r\\n"), $"data:image/png;base64,{base64}".Replace("/", "\\/")])
        {
            var json =
                $$"""
                  {"plateUTF8":"123ABC09","capture_timestamp":"1782993600000","images":[{"Content":"{{written}}"}]}
                  """;
            var read = Assert.Single(Read("axis", json, "g").Reports).Report;
            Assert.Equal(("123ABC09", Sha256(Png)), (read.Plate, read.Snapshot?.Sha256));
        }
    }

    [Theory]
    [InlineData("dahua", 9 << 20, true)]
    [InlineData("dahua", 2 << 20, false)]
    [InlineData("sos", 2 << 20, true)]
    [InlineData("reports", 2 << 20, true)]
    public void What_is_longer_than_a_camera_sends_or_no_picture_or_of_another_device_is_refused(string dialect, int length, bool isPicture)
    {
        var picture = Convert.ToBase64String(Jpeg(length / 4 * 3, 5));
        if (!isPicture)
            picture = $"{picture[..^9]}?{picture[^8..]}";

        Assert.Equal(ErrorCode.ReportTooLong, Read(dialect, $$"""{"Active":"keepAlive","PicData":"{{picture}}"}""", "g").Refusal!.Code);
    }

    [Fact]
    public void Each_of_several_messages_has_its_own_picture()
    {
        var (one, other) = (Jpeg(900_000, 6), Jpeg(900_000, 7));
        byte[] body = [(byte)'[', .. Pushed([], one), (byte)',', .. Pushed([], other), (byte)']'];

        var reading = Read(Message("dahua", body, "g"));
        Assert.Null(reading.Refusal);
        Assert.Equal([Sha256(one), Sha256(other)], reading.Reports.Select(r => r.Report.Snapshot!.Sha256));
    }

    [Fact]
    public void A_picture_beside_many_reports_gives_way_to_what_is_kept_of_them()
    {
        var events = string.Join(',', Enumerable.Range(0, 20).Select(i => $$"""{"Code":"VideoMotion","Index":{{i}},"Action":"Start"}"""));
        var body = $$"""{"eventList":[{{events}}],"PicData":"{{Convert.ToBase64String(Jpeg(700_000, 8))}}"}""";
        var part = MessageParts.Of(Message("dahua", Encoding.UTF8.GetBytes(body), "g"), out _)[0];
        var work = new MessageWork(part);
        work.Add(part, Catalogue.Read(part));

        Assert.Equal(20, work.Items.Count);
        Assert.Empty(work.Letters());
        Assert.All(work.Items, item => Assert.InRange(item.Part.Payload.Length, 500, 2_000));
        Assert.All(work.Items, item => Assert.Equal(Sha256(Jpeg(700_000, 8)), item.Report!.Snapshot!.Sha256));
    }

    internal static byte[] Pushed(byte[] plate, byte[] view) => Encoding.UTF8.GetBytes(
        """
        {"Picture":{"CutoutPic":{"Content":"%1","PicName":"p"},"NormalPic":{"Content":"%2","PicName":"n"},
         "Plate":{"PlateNumber":"123ABC09","Confidence":90},"SnapInfo":{"AccurateTime":"2026-07-02 17:00:00"}}}
        """.Replace("%1", Convert.ToBase64String(plate)).Replace("%2", Convert.ToBase64String(view)));

    internal static byte[] Jpeg(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(bytes, 0);
        return bytes;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
