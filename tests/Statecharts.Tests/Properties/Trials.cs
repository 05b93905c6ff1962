using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Stator.Statecharts.Tests.Properties;

/// <summary>Random trials that grow with FsCheck's size, and smaller ones of a trial that failed.</summary>
internal static class Trials
{
    public static Arbitrary<Trial> Any { get; } = Arb.From(
        Gen.Sized(size => Gen.Choose(0, int.MaxValue - 1).Select(seed => Make(new Random(seed), size))), Smaller);

    private static Trial Make(Random random, int size) => new(
        RandomChart.Write(random, "m", 3 + (size / 5), isKid: false),
        RandomChart.Write(random, "kid", 2 + (size / 25), isKid: true),
        [.. Enumerable.Range(0, 3 + (size / 8)).Select(_ => Happening(random))]);

    private static Stimulus Happening(Random random) => random.Next(10) switch
    {
        < 6 => new(StimulusKind.Send, RandomChart.Events[random.Next(RandomChart.Events.Length)], random.Next(10)),
        < 8 => new(StimulusKind.Advance, "", 10 * random.Next(12)),
        8 => new(StimulusKind.Done, "", random.Next(4)),
        _ => new(StimulusKind.Failed, "", random.Next(4)),
    };

    /// <summary>Without one stimulus, or without one member or item of a document, as long as the machine is one.</summary>
    private static IEnumerable<Trial> Smaller(Trial trial)
    {
        for (var i = trial.Script.Length - 1; i >= 0; i--)
        {
            yield return trial with { Script = trial.Script.RemoveAt(i) };
        }

        foreach (var smaller in Without(trial.Machine).Select(m => trial with { Machine = m })
            .Concat(Without(trial.Kid).Select(k => trial with { Kid = k })).Where(Course.CanBegin))
        {
            yield return smaller;
        }
    }

    private static IEnumerable<JsonObject> Without(JsonObject document)
    {
        foreach (var path in Paths(document, []))
        {
            var copy = (JsonObject)document.DeepClone();
            JsonNode at = copy;
            foreach (var step in path.Take(path.Length - 1))
            {
                at = step is int i ? at[i]! : at[(string)step]!;
            }

            if (at is JsonArray items)
            {
                items.RemoveAt((int)path[^1]);
            }
            else
            {
                at.AsObject().Remove((string)path[^1]);
            }

            yield return copy;
        }
    }

    private static IEnumerable<ImmutableArray<object>> Paths(JsonNode? node, ImmutableArray<object> here)
    {
        var inner = node switch
        {
            JsonObject o => o.Select(m => ((object)m.Key, m.Value)),
            JsonArray a => a.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (step, value) in inner)
        {
            yield return here.Add(step);
            foreach (var path in Paths(value, here.Add(step)))
            {
                yield return path;
            }
        }
    }
}
