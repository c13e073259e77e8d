using System.Reflection;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests;

public class IdentityTests
{
    // Short parts of few letters, so that most different parts would have the same name if the parts were joined in another way.
    private static readonly string[] Texts =
        [.. from length in Enumerable.Range(0, 5) from text in Words("a1:\n", length) select text];

    private static readonly MethodInfo[] Functions =
        [.. typeof(Identity).GetMethods(BindingFlags.Public | BindingFlags.Static).OrderBy(m => m.Name, StringComparer.Ordinal)];

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public void Different_parts_never_have_the_same_id(int seed)
    {
        var random = new Random(seed);
        Assert.Equal(["Event", "Reference", "Stream"], Functions.Select(f => f.Name));
        var partsOf = new Dictionary<Guid, string>();
        for (var i = 0; i < 20_000; i++)
        {
            var function = Functions[random.Next(Functions.Length)];
            var arguments = Array.ConvertAll(function.GetParameters(), parameter => Argument(parameter, random));
            var parts = $"{function.Name}({string.Join(", ", arguments.Select(a => $"'{a}'"))})";
            var id = (Guid)function.Invoke(null, arguments)!;
            Assert.True(partsOf.TryAdd(id, parts) || partsOf[id] == parts, $"{parts} has the id of {partsOf[id]} (seed {seed})");
        }
    }

    [Fact]
    public void A_line_feed_moves_nothing_from_one_part_to_another()
    {
        Assert.NotEqual(Identity.Stream("alert", "a", "b\nc"), Identity.Stream("alert", "a\nb", "c"));
        Assert.NotEqual(Identity.Reference("a", "b\nc"), Identity.Reference("a\nb", "c"));
        Assert.NotEqual(Identity.Stream("alert", "a", "\n1:a"), Identity.Stream("alert", "a\n", "1:a"));
    }

    // Literals: every stored id depends on them.
    [Fact]
    public void The_ids_of_ordinary_parts_stay_as_they_are_stored()
    {
        var stream = Identity.Stream("sosCall", "терминалы 1", "7:7 \t");
        Assert.Equal(new Guid("7ae858d3-0428-587d-bfc7-e9ec1691bfd8"), stream);
        Assert.Equal(new Guid("9b5cd517-c710-56cb-b6dc-099d323fe53d"), Identity.Event(stream, "placed"));
        Assert.Equal(new Guid("a4dd30db-c7e1-554f-b752-f6be86717d5d"), Identity.Event(stream, "escalated", "2024-06-01T10:00:05Z"));
        Assert.Equal(new Guid("4dafceda-cb73-54c3-8266-a1216e07741e"), Identity.Reference("register", "HY-1"));
    }

    // Kinds and phases are names of ours, and "reference" is no kind.
    private static object Argument(ParameterInfo parameter, Random random) => parameter.Name switch
    {
        "streamId" => random.Next(2) == 0 ? Some.Id : Some.OtherId,
        "kind" => random.Next(2) == 0 ? "alert" : "a",
        "phase" => random.Next(2) == 0 ? "raised" : "a",
        _ => Texts[random.Next(Texts.Length)],
    };

    private static IEnumerable<string> Words(string letters, int length) =>
        length == 0 ? [""] : Words(letters, length - 1).SelectMany(word => letters.Select(letter => word + letter));
}
