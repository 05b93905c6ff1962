using System.Text;
using System.Text.Json.Nodes;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Parsing;

/// <summary>Whatever is done to a good document: the parser never throws, and says either "here it is" or "this is wrong".</summary>
public class MutationTests
{
    private static readonly string[] Replacements =
        ["null", "true", "5", "-1", "1.5", "\"\"", "\"x\"", "\"#order\"", "[]", "{}", "[null]", "[[]]", "{\"\":null}", "{\"type\":\"x\"}", "{\"@expr\":\"1\"}", "{\"@expr\":null}", "{\"target\":[]}"];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "1e9", "\"@expr\"", "\"states\":{}", "\"type\":\"history\"", "\"target\":\"work\"", "#", ".", "*", "\u0000", "é", "context.", "inState('#order')", "\"id\":\"cart\",",
    ];

    [Fact]
    public void The_realistic_machine_is_faultless() => Assert.Empty(
        MachineParser.Parse(Documents.Realistic.Replace(", { \"target\": \".\", \"guard\": \"payable\" }", "")).Diagnostics.Select(d => d.ToString()));

    [Fact]
    public void Any_value_may_be_any_other_value()
    {
        var count = Values(JsonNode.Parse(Documents.Realistic)!).Count();
        Assert.InRange(count, 150, 1000);
        for (var i = 0; i < count; i++)
        {
            foreach (var replacement in Replacements)
            {
                var document = JsonNode.Parse(Documents.Realistic)!;
                Values(document).ElementAt(i).ReplaceWith(JsonNode.Parse(replacement));
                Documents.Sound(MachineParser.Parse(document.ToJsonString()));
            }
        }
    }

    [Fact]
    public void Any_member_may_be_missing()
    {
        var count = Values(JsonNode.Parse(Documents.Realistic)!).Count();
        for (var i = 0; i < count; i++)
        {
            var document = JsonNode.Parse(Documents.Realistic)!;
            var value = Values(document).ElementAt(i);
            if (value.Parent is JsonObject parent)
            {
                parent.Remove(value.GetPropertyName());
                Documents.Sound(MachineParser.Parse(document.ToJsonString()));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_text_may_be_cut_and_mixed(int seed)
    {
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder(Documents.Realistic);
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                Mutate(text, random);
            }

            read += Documents.Sound(MachineParser.Parse(text.ToString())).Diagnostics.Any(d => d.Code == DiagnosticCode.NotJson) ? 0 : 1;
        }

        Assert.InRange(read, 100, 2900);
    }

    [Fact]
    public void Values_may_change_places()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var document = JsonNode.Parse(Documents.Realistic)!;
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var values = Values(document).ToList();
                var copy = values[random.Next(values.Count)].DeepClone();
                values[random.Next(values.Count)].ReplaceWith(copy);
            }

            Documents.Sound(MachineParser.Parse(document.ToJsonString()));
        }
    }

    [Fact]
    public void Any_text_may_stand_for_an_expression()
    {
        var random = new Random(11);
        string[] words = ["context", ".", "tries", "event", "input", "(", ")", "[", "]", "inState", "'#cart'", "'", "+", "&&", "?", ":", "has(", "1", "1e999", "\\", "\u0001", "in", "\ud83d\ude00", "map(x,", " "];
        for (var i = 0; i < 5000; i++)
        {
            var expression = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)]));
            var document = JsonNode.Parse("""{"id":"m","initial":"a","context":{"tries":1},"states":{"a":{"id":"cart","on":{"E":{"guard":{"@expr":""}}}}}}""")!;
            document["states"]!["a"]!["on"]!["E"]!["guard"]!["@expr"] = expression;
            Documents.Sound(MachineParser.Parse(document.ToJsonString()));
        }
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 30), text.Length - at);
        switch (random.Next(5))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 2:
                text[at] = (char)random.Next(32, 127);
                break;
            case 3:
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
            default:
                SwapLetters(text, at);
                break;
        }
    }

    /// <summary>Leaves the document JSON more often than not.</summary>
    private static void SwapLetters(StringBuilder text, int at)
    {
        for (; at + 1 < text.Length; at++)
        {
            if (char.IsLetter(text[at]) && char.IsLetter(text[at + 1]))
            {
                (text[at], text[at + 1]) = (text[at + 1], text[at]);
                return;
            }
        }
    }

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>().SelectMany(v => Values(v).Prepend(v)),
        JsonArray a => a.OfType<JsonNode>().SelectMany(v => Values(v).Prepend(v)),
        _ => [],
    };
}
