using Incidents.Api.Dialects;
using NodaTime;
using Xunit;
using static Incidents.Api.Dialects.EpisodeWord;

namespace Incidents.Tests.Dialects;

/// <summary>States that a device says again and again, of which no end may ever come. What is said lasts a minute unsaid.</summary>
public class EpisodeHistoryTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 7, 2, 12, 0);

    [Fact]
    public void A_state_that_is_said_after_a_longer_pause_is_another_alert_and_the_first_was_over_when_it_was_last_said()
    {
        var told = new Store();

        Assert.Equal("raised 0", told.Say(Repeats, 0));
        Assert.Equal("", told.Say(Repeats, 50));
        Assert.Equal("", told.Say(Confirms, 110));
        Assert.Equal("raised 171, ended 0 at 110", told.Say(Repeats, 171));
        Assert.Equal("ended 171 at 180", told.End(180));
        // A second later it is another one all the same: it has ended.
        Assert.Equal("raised 181", told.Say(Repeats, 181));
    }

    [Fact]
    public void A_pause_of_just_a_minute_is_none()
    {
        var told = new Store();

        Assert.Equal(["raised 0", "", ""], new[] { told.Say(Changes, 0), told.Say(Changes, 60), told.Say(Changes, 120) });
        Assert.Equal("ended 0 at 500", told.End(500));
    }

    [Fact]
    public void What_is_said_to_begin_anew_ends_what_is_open_when_that_was_last_said()
    {
        var told = new Store();

        Assert.Equal("raised 0", told.Say(Begins, 0));
        Assert.Equal(["", ""], new[] { told.Say(Confirms, 3), told.Say(Confirms, 6) });
        Assert.Equal("raised 20, ended 0 at 6", told.Say(Begins, 20));
        Assert.Equal("raised 25, ended 20 at 20", told.Say(Begins, 25));
        // Brokers deliver again, and a host may have been killed before it reported: the same is told.
        Assert.Equal("raised 20, ended 20 at 20, ended 0 at 6", told.Say(Begins, 20));
        Assert.Equal("ended 25 at 30", told.End(30));
    }

    [Fact]
    public void A_first_word_that_comes_after_its_repetition_is_the_same_alert()
    {
        var told = new Store();

        Assert.Equal("raised 4", told.Say(Confirms, 4));
        Assert.Equal("", told.Say(Confirms, 2));
        Assert.Equal("", told.Say(Begins, 0));
        Assert.Equal("", told.Say(Begins, 0));
        Assert.Equal("ended 4 at 30", told.End(30));
        // What began before it is none of it, though less than a minute lies between.
        Assert.Equal("raised -20, ended -20 at -20", told.Say(Begins, -20));
    }

    [Fact]
    public void What_is_nothing_but_said_again_is_not_kept()
    {
        var told = new Store();
        told.Say(Begins, 0);
        for (var second = 1; second < 50; second++)
            told.Say(Confirms, second);

        var kept = Assert.Single(told.Kept);
        Assert.Equal((Start + Duration.FromSeconds(49), null), (kept.Heard, kept.EndedAt));
    }

    [Fact]
    public void What_was_over_stays_over_when_something_comes_from_between()
    {
        var told = new Store();
        told.Say(Repeats, 0);
        Assert.Equal("raised 90, ended 0 at 0", told.Say(Repeats, 90));

        // It goes on from the first to the second, but both are told already.
        Assert.Equal("", told.Say(Repeats, 45));
        Assert.Equal("ended 90 at 120", told.End(120));
        // The end of the first, of which the device tells only now.
        Assert.Equal("", told.End(5));
    }

    [Fact]
    public void A_fault_lasts_however_long_it_is_not_said()
    {
        var told = new Store(within: null);

        Assert.Equal("raised 0", told.Say(Changes, 0));
        Assert.Equal("", told.Say(Changes, 86_400));
        Assert.Equal("ended 0 at 90000", told.End(90_000));
    }

    // Three alerts, of which only the last one is ended: from 0 to 5, from 20 to 25, and from 200 to 210.
    [Fact]
    public void Every_alert_begins_and_ends_once_in_whatever_order_and_however_often_its_words_come()
    {
        (EpisodeWord? Word, int Second)[] words = [(Begins, 0), (Confirms, 5), (Begins, 20), (Confirms, 25), (Begins, 200), (null, 210)];
        foreach (var order in EveryOrder.Of<int>([.. Enumerable.Range(0, words.Length)]))
        {
            var told = new Store();
            foreach (var (word, second) in order.SelectMany(i => ((EpisodeWord?, int)[])[words[i], words[i]]))
                _ = word is { } said ? told.Say(said, second) : told.End(second);

            var name = string.Join(',', order);
            // Whose beginning came after its repetition is named by that.
            Assert.True(told.Begun is [0 or 5, 20 or 25, 200], $"{name}: {string.Join(',', told.Begun)}");
            Assert.Equal(told.Begun, told.Ended.Keys);
            // However often an end is told, it is one.
            Assert.All(told.Ended, ended => Assert.True(ended.Value.Count == 1, $"{name}: {ended}"));
            // Where the end came before another beginning, it was that of all.
            Assert.All(told.Ended, ended => Assert.InRange(ended.Value.Single(), ended.Key, 210));
            Assert.Equal(210, told.Ended[200].Single());
        }
    }

    // What the table keeps, and all that was told of it.
    private sealed class Store(int? within = 60)
    {
        private readonly Dictionary<(Instant, bool), KeptTransition> kept = [];
        private readonly SortedSet<int> begun = [];

        public IReadOnlyCollection<KeptTransition> Kept => kept.Values;

        public IReadOnlyList<int> Begun => [.. begun];

        public SortedDictionary<int, HashSet<int>> Ended { get; } = [];

        public string Say(EpisodeWord word, int second) => Take(new("c", "s", "k", At(second), true, second.ToString()) { Word = word });

        public string End(int second) => Take(new("c", "s", "k", At(second), false, null));

        private string Take(Transition transition)
        {
            var history = new EpisodeHistory();
            foreach (var one in kept.Values)
                history.Add(one);
            var news = history.Decide([transition with { Within = within is { } most ? Duration.FromSeconds(most) : null }])[0];
            foreach (var one in history.Changed)
                kept[(one.At, one.IsActive)] = one;
            List<string> told = [];
            if (transition.IsActive && news.IsNews)
                Began(transition.AlertId!, news.EndedAt, told);
            foreach (var id in news.Ended)
                Over(id, transition.At, told);
            if (news.Later is { } later)
                Began(later.AlertId, later.EndedAt, told);
            foreach (var lapsed in news.Lapsed)
                Over(lapsed.AlertId, lapsed.EndedAt!.Value, told);
            return string.Join(", ", told);
        }

        private void Began(string id, Instant? endedAt, List<string> told)
        {
            begun.Add(int.Parse(id));
            told.Add($"raised {id}");
            if (endedAt is { } at)
                Over(id, at, told);
        }

        private void Over(string id, Instant at, List<string> told)
        {
            var second = (int)(at - Start).TotalSeconds;
            if (!Ended.TryGetValue(int.Parse(id), out var seconds))
                Ended[int.Parse(id)] = seconds = [];
            seconds.Add(second);
            told.Add($"ended {id} at {second}");
        }

        private static Instant At(int second) => Start + Duration.FromSeconds(second);
    }
}
