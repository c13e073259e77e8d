using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Texts that people take for the same are the same when folded.</summary>
public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("Қазыбек би", "казыбек би")]
    [InlineData("КАЗЫБЕК  БИ ", "казыбек би")]
    [InlineData("Ёлка", "елка")]
    [InlineData("ӘҒҚҢӨҰҮҺІ", "агкноуухи")]
    [InlineData("әғқңөұүһі", "агкноуухи")]
    [InlineData("Йод", "йод")]
    [InlineData("И\u0306од", "йод")]
    [InlineData("е\u0308лка", "елка")]
    [InlineData("\tCAM-12\r\n B ", "cam-12 b")]
    [InlineData("😀 A", "😀 a")]
    [InlineData("", "")]
    [InlineData(" \u00a0\u2003", "")]
    public void A_text_is_folded(string text, string folded) => Assert.Equal(folded, FoldedText.Of(text));

    [Theory]
    [InlineData("ул. Ерубаева, 45а/2", "ул ерубаева 45а 2")]
    [InlineData("«Кража»: cam_07—x", "кража cam 07 x")]
    [InlineData("и\u0306од", "йод")]
    [InlineData("' | & ! :* \\ \0", "")]
    [InlineData(null, "")]
    public void Words_are_runs_of_letters_and_digits(string? text, string words) =>
        Assert.Equal(words, string.Join(' ', FoldedText.Words(text)));

    [Fact]
    public void Folding_is_the_same_once_and_twice_and_whatever_the_case()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, 12).Select(_ => (char)random.Next(0x20, 0x530))]);
            var folded = FoldedText.Of(text);
            Assert.Equal(folded, FoldedText.Of(folded));
            Assert.Equal(FoldedText.Words(text), FoldedText.Words(folded));
            Assert.All(FoldedText.Words(text), word => Assert.True(word.All(char.IsLetterOrDigit)));
        }
        const string letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіabcdefghijklmnopqrstuvwxyz0123456789";
        Assert.All(letters, letter => Assert.Equal(FoldedText.Of($"{letter}"), FoldedText.Of($"{char.ToUpperInvariant(letter)}")));
    }

    [Fact]
    public void A_very_long_word_is_cut_and_no_letter_is_halved()
    {
        Assert.Equal(new string('x', FoldedText.MostLetters), Assert.Single(FoldedText.Words(new string('X', 4_000))));
        var outside = string.Concat(Enumerable.Repeat("\U00010400", 100));
        Assert.Equal(FoldedText.MostLetters, Assert.Single(FoldedText.Words("a" + outside)).Length + 1);
        Assert.Equal("\ufffdx", FoldedText.Of("\ud800x"));
    }
}
