using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Statistics;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Correlation;

/// <summary>
/// Random sequences of signals and of what people do, with the rules acting at any moment in between: whatever the pages, the same signals
/// join the same incidents, each state is what its events fold to, undoing restores, and nothing separated comes back.
/// </summary>
public class CorrelationSequenceTests
{
    private static readonly string[] Categories = ["fire", "smoke", "loitering"];

    private static int Sequences => TestScale.Of(50, 1_000);

    [Fact]
    public void Pages_of_any_size_and_a_restart_between_any_two_lead_to_the_same()
    {
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            List<CorrelatedSignal> signals = [.. Signals(new(TestScale.Seed, sequence), 60)];
            var expected = RuleWorld.Of(signals, pageSize: 1, restarts: false);

            Assert.Equal(expected, RuleWorld.Of(signals, pageSize: 7, restarts: false));
            Assert.Equal(expected, RuleWorld.Of(signals, pageSize: 1_000, restarts: false));
            Assert.Equal(expected, RuleWorld.Of(signals, pageSize: 3, restarts: true));
        }
    }

    [Fact]
    public void Whatever_people_do_states_are_what_events_fold_to_and_no_rule_joins_what_they_separated()
    {
        var joined = 0;
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var random = new SeededRandom(TestScale.Seed + 1, sequence);
            var world = new RuleWorld();
            foreach (var signal in Signals(random, 40))
            {
                world.Happens(signal);
                if (random.NextInt(3) > 0)
                    world.React(1 + random.NextInt(5));
                for (var steps = random.NextInt(3); steps > 0; steps--)
                    world.PersonActs(random, Categories);
            }
            world.React(int.MaxValue);
            world.AssertSound();
            joined += world.LinksByRule;
        }
        // It would prove nothing where rules had nothing to do.
        Assert.True(joined > Sequences, $"Only {joined} signals were linked by rules.");
    }

    private static IEnumerable<CorrelatedSignal> Signals(SeededRandom random, int count)
    {
        var at = Some.Began;
        for (var i = 1; i <= count; i++)
        {
            // Most come in order, some late.
            at = at.Plus(Duration.FromSeconds(random.NextInt(120)));
            var kind = random.NextInt(12) == 0 ? SignalKind.SosCall : SignalKind.Alert;
            var occurred = random.NextInt(5) == 0 ? at.Plus(-Duration.FromMinutes(random.NextInt(8))) : at;
            var point = new GeoPoint(73.1 + random.NextInt(40) / 10_000.0, 49.8 + random.NextInt(40) / 10_000.0);
            yield return new(
                new(kind, new Guid(i, 1, 0, new byte[8])), new("karaganda", Point: random.NextInt(10) == 0 ? null : point),
                kind is SignalKind.SosCall ? "sos" : Categories[random.NextInt(Categories.Length)], random.NextDouble(),
                $"cam-{random.NextInt(4)}", occurred, at);
        }
    }
}
