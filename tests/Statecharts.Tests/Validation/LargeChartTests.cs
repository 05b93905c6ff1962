using System.Text;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Validation;

/// <summary>Charts of 20,000 states are read and checked in seconds, whatever their shape.</summary>
public class LargeChartTests
{
    private const int Count = 19_000;

    public static TheoryData<string> Shapes() => ["flat", "always", "broken targets", "deep", "parallel", "unreachable", "services", "events", "timers", "context", "history"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Are_checked_to_the_end(string shape)
    {
        var json = Chart(shape).Replace('\'', '"');
        var result = MachineParser.Parse(json, new() { MaxBytes = 64 * 1024 * 1024 });
        Assert.Equal(shape == "broken targets", result.Definition is null);
    }

    private static string Chart(string shape) => shape switch
    {
        "flat" => Flat(i => $"{{'on':{{'E':['s{(i + 1) % Count}',{{'guard':'g','target':'s{Count - 1}'}}],'*':'s{i}'}}}}"),
        "always" => Flat(i => $"{{'always':'s{(i + 1) % Count}'}}"),
        "broken targets" => Flat(i => $"{{'on':{{'E':'t{i}','F':'#x{i}'}}}}"),
        "deep" => Flat(i => "{'initial':'a','states':{'a':" + Repeat("{'initial':'a','states':{'a':", 100) + "{'always':'#m.s0'}" + Repeat("}}", 100) + "}}", 180),
        "parallel" => "{'type':'parallel'," + Flat(i => "{'invoke':{'id':'same','src':'s'},'onDone':{'actions':'a'}}")[1..].Replace("'initial':'s0',", ""),
        "unreachable" => Flat(i => "{'initial':'a','states':{'a':{}}}", Count / 2),
        "services" => "{'invoke':[" + Join(i => $"{{'src':'s','onDone':'.a'}}") + "],'id':'m','initial':'a','states':{'a':{}}}",
        "events" => "{'id':'m','schemas':{'events':{'a.b':{}}},'on':{" + Join(i => $"'e.{i}':{{}},'e.{i}.*':{{}}") + "},'entry':[" + Join(i => $"{{'type':'@xstate.raise','event':{{'type':'f.{i}'}}}}") + "]}",
        "timers" => "{'id':'m','after':{" + Join(i => $"'{i}':{{}}") + "},'entry':[" + Join(i => $"{{'type':'@xstate.cancel','id':'t{i}'}},{{'type':'@xstate.stop','id':'t{i}'}}") + "]}",
        "context" => "{'id':'m','context':{" + Join(i => $"'k{i}':1") + "},'on':{'E':[" + Join(i => $"{{'guard':{{'@expr':'context.j{i} > 1'}},'context':{{'k{i}':2}}}}") + "]}}",
        _ => Flat(i => "{'initial':'a','states':{'a':{},'h':{'type':'history','history':'deep'}},'on':{'E':'#m.s0.h'}}", Count / 3),
    };

    private static string Flat(Func<int, string> state, int count = Count) =>
        "{'id':'m','initial':'s0','states':{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"'s{i}':{state(i)}")) + "}}";

    private static string Join(Func<int, string> item) => string.Join(',', Enumerable.Range(0, Count).Select(item));

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
