using Incidents.Domain;
using Incidents.Domain.Language;
using Xunit;

namespace Incidents.Tests.Language;

/// <summary>Forms of one word find each other, and what does not is known; numbers in texts are found however they are divided.</summary>
public sealed class WordFormTests
{
    // Vowels that come and go, other stems, and an ending that is one of adjectives, too: rules without a dictionary do not find them.
    private const string RussianMisses =
        "разбой разбоем, ребёнок ребёнка, человек люди, девушек девушку, подросток подростки, переулок переулка, "
        + "окно окон, рынок рынка, остановки остановок, перекрёсток перекрёстка, кошелёк кошелька, деньги денег";

    // Forms of verbs, a derived word, a front а that is folded, and ны, which is an ending of its own or ы after н.
    private const string KazakhMisses =
        "қылмыстық қылмыс, куә куәнің, ауданда ауданының, алаңы алаңның, телефонды телефонын, ұрлады ұрлаған, "
        + "қашты қашқан, көрді көрген";

    [Theory]
    [InlineData("ru", WordPairs.Russian, RussianMisses)]
    [InlineData("kk", WordPairs.Kazakh, KazakhMisses)]
    public void A_hundred_pairs_find_each_other_but_for_those_named_here(string language, string list, string misses)
    {
        var pairs = WordPairs.Of(list);
        var missed = pairs.Where(pair => !WordForms.AreOfOneWord(FoldedText.Of(pair.One), FoldedText.Of(pair.Other)));

        var named = string.Join(", ", missed.Select(pair => $"{pair.One} {pair.Other}"));
        Assert.True(misses == named, $"Those that do not find each other: {named}");
        Assert.Equal((language, 100), (language, pairs.Distinct().Count()));
    }

    [Theory]
    [InlineData("кража", "драка")]
    [InlineData("улица", "улика")]
    [InlineData("дом", "дым")]
    [InlineData("вор", "двор")]
    [InlineData("көше", "көшет")]
    [InlineData("жол", "жел")]
    [InlineData("бала", "балық")]
    [InlineData("нож", "ножницы")]
    [InlineData("магазин", "магнит")]
    [InlineData("стол", "столица")]
    public void Other_words_stay_apart(string one, string other) =>
        Assert.False(WordForms.AreOfOneWord(FoldedText.Of(one), FoldedText.Of(other)));

    // From the published vocabulary of the algorithm.
    [Theory]
    [InlineData("важнейшие", "важн")]
    [InlineData("важничал", "важнича")]
    [InlineData("валяешься", "валя")]
    [InlineData("вдохновение", "вдохновен")]
    [InlineData("павшего", "павш")]
    [InlineData("печальность", "печальн")]
    [InlineData("платьице", "платьиц")]
    [InlineData("побежавшая", "побежа")]
    [InlineData("в", "в")]
    [InlineData("бсс", "бсс")]
    public void A_Russian_stem_is_that_of_the_published_algorithm(string word, string stem) => Assert.Equal(stem, RussianStem.Of(word));

    [Theory]
    [InlineData("кошесинде", "коше")]
    [InlineData("урлыгы", "урлык")]
    [InlineData("мектеби", "мектеп")]
    [InlineData("уйинде", "уй")]
    [InlineData("кожаевалар", "кожаева")]
    [InlineData("вода", "вода")]
    [InlineData("а", "а")]
    public void A_Kazakh_stem_is_without_endings(string word, string stem) => Assert.Equal(stem, KazakhStem.Of(word));

    [Theory]
    [InlineData("+7 (701) 123-45-67", "+7011234567")]
    [InlineData("8 701 123 45 67", "+7011234567")]
    [InlineData("тел.87011234567,", "+7011234567")]
    [InlineData("701-123-4567 звонил", "+7011234567")]
    [InlineData("8(7212)12-34-56", "+7212123456")]
    [InlineData("машина 257 AVV 04 и 123-авс-09", "#257AVV04 #123ABC09")]
    [InlineData("m 123 bcd", "#M123BCD")]
    [InlineData("дом 8, квартира 701", "")]
    [InlineData("ИИН 850101300123", "")]
    [InlineData("", "")]
    public void Telephone_numbers_and_plates_in_texts_have_one_spelling(string text, string keys) =>
        Assert.Equal(keys, string.Join(' ', NumbersInText.Of(FoldedText.Words(text)).Select(number => number.Key)));

    [Fact]
    public void Any_word_has_at_most_two_stems_that_are_not_longer()
    {
        var random = new Random(16);
        for (var round = 0; round < 50_000; round++)
        {
            var word = string.Concat(Enumerable.Range(0, 1 + random.Next(12)).Select(_ => (char)('а' + random.Next(32))));
            var stems = WordForms.Of(word);
            Assert.InRange(stems.Count, word.Length < WordForms.LeastLetters ? 0 : 1, 2);
            Assert.All(stems, stem => Assert.InRange(stem.Length, 1, word.Length));
        }
        Assert.Empty(WordForms.Of("theft"));
        Assert.Empty(WordForms.Of("45а"));
        Assert.Empty(WordForms.Of(""));
    }
}
