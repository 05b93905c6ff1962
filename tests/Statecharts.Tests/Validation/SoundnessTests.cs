using System.Globalization;
using System.Text;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Tests.Parsing;

namespace Stator.Statecharts.Tests.Validation;

/// <summary>No false alarm: in random charts nothing that a rule calls impossible ever happens.</summary>
public class SoundnessTests
{
    private static readonly string[] Events = ["A", "B", "C.D", "C"];

    [Fact]
    public void What_is_called_impossible_never_happens()
    {
        var random = new Random(20260101);
        var (accepted, warned, steps) = (0, 0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var result = Documents.Sound(Documents.Parse(new RandomChart(random).Text));
            if (result.Definition is not { } definition)
            {
                continue;
            }

            accepted++;
            var places = result.Diagnostics.Where(d => d.Code is DiagnosticCode.UnreachableState or DiagnosticCode.ShadowedTransition or DiagnosticCode.NeverDone)
                .Select(d => d.Place).ToHashSet();
            warned += places.Count > 0 ? 1 : 0;
            steps += Walk(definition, places, random);
        }

        Assert.True(accepted > 1000 && warned > 500 && steps > 10_000, $"{accepted} charts, {warned} with warnings, {steps} microsteps: too few to mean anything.");
    }

    private static int Walk(MachineDefinition definition, HashSet<Place> impossible, Random random)
    {
        var count = 0;
        var now = DateTimeOffset.UnixEpoch;
        var result = Statechart.Start(definition, default, now);
        for (var i = 0; i < 12 && result.Snapshot is { } snapshot; i++)
        {
            foreach (var microstep in result.Microsteps)
            {
                count++;
                Assert.All(microstep.EntrySet, n => Assert.DoesNotContain(n.Place, impossible));
                Assert.All(microstep.Transitions, t => Assert.DoesNotContain(t.Place, impossible));
                Assert.All(
                    microstep.Transitions.Where(t => t.Descriptor is not null),
                    t => Assert.DoesNotContain(t.Source.On.First(e => e.Transitions.Contains(t)).Place, impossible));
            }

            result = Statechart.Step(definition, snapshot, new Event(Events[random.Next(Events.Length)]), now);
        }

        return count;
    }

    /// <summary>A chart of up to some twenty states; about half of them have something wrong.</summary>
    private sealed class RandomChart
    {
        private readonly Random _random;
        private readonly List<string> _ids = [];
        private readonly StringBuilder _text = new();

        public RandomChart(Random random)
        {
            _random = random;
            for (var i = random.Next(3, 20); i >= 0; i--)
            {
                _ids.Add("s" + i.ToString(CultureInfo.InvariantCulture));
            }

            var unused = new Queue<string>(_ids);
            _text.Append("{'id':'m','options':{'maxMicrosteps':50},'context':{'n':0},");
            Body(unused, 0);
            _text.Append('}');
        }

        public string Text => _text.ToString();

        private void Body(Queue<string> unused, int depth)
        {
            var isParallel = depth > 0 && _random.Next(4) == 0;
            var count = Math.Min(unused.Count, _random.Next(1, depth == 0 ? 6 : 4));
            var keys = Enumerable.Range(0, count).Select(_ => unused.Dequeue()).ToList();
            _text.Append(isParallel ? "'type':'parallel'," : $"'initial':'{keys[0]}',").Append("'states':{");
            foreach (var key in keys)
            {
                _text.Append($"'{key}':{{'id':'{key}',");
                State(unused, depth);
                _text.Append("},");
            }

            if (!isParallel && _random.Next(3) == 0)
            {
                var id = "h" + keys[0];
                _ids.Add(id);
                _text.Append($"'{id}':{{'id':'{id}','type':'history','history':'{(_random.Next(2) == 0 ? "deep" : "shallow")}'{(_random.Next(2) == 0 ? $",'target':'{keys[^1]}'" : "")}}},");
            }

            _text.Length--;
            _text.Append('}');
        }

        private void State(Queue<string> unused, int depth)
        {
            if (_random.Next(8) == 0)
            {
                _text.Append("'type':'final'");
                return;
            }

            _text.Append($"'on':{{'A':{Transitions()},'C.*':{Transitions()},'*':{Transitions()}}}");
            if (_random.Next(4) == 0)
            {
                _text.Append($",'always':{Transitions()}");
            }

            if (unused.Count > 0 && depth < 4 && _random.Next(2) == 0)
            {
                _text.Append($",'onDone':{Transitions()},");
                Body(unused, depth + 1);
            }
        }

        private string Transitions() => "[" + string.Join(',', Enumerable.Range(0, _random.Next(3)).Select(_ => Transition())) + "]";

        private string Transition()
        {
            var guard = _random.Next(5) switch { 0 => "'guard':{'@expr':'context.n % 2 == 0'},", 1 => "'guard':{'@expr':'true'},", _ => "" };
            return $"{{{guard}'context':{{'n':{{'@expr':'context.n + 1'}}}}{(_random.Next(5) == 0 ? "" : $",'target':'#{_ids[_random.Next(_ids.Count)]}'")}}}";
        }
    }
}
