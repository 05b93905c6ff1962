using Stator.Statecharts.Parsing;
using Stator.Statecharts.Tests.Parsing;

namespace Stator.Statecharts.Tests.Validation;

/// <summary>What each rule reports, and above all where it keeps silent.</summary>
public class RuleTests
{
    [Theory]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':'b'}},'b':{},'c':{'initial':'d','states':{'d':{}}}}", "SC0070 the state 'm.c' can never be entered")]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':'#m.b.y'}},'b':{'initial':'x','states':{'x':{},'y':{}}}}", "SC0070 the state 'm.b.x' can never be entered")]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':'b.h'}},'b':{'initial':'x','states':{'x':{},'y':{},'h':{'type':'history','target':'y'}}}}", "SC0070 the state 'm.b.x'")]
    [InlineData("'initial':'a','states':{'a':{},'h':{'type':'history'}}", "SC0070 the history state 'm.h' is never used")]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':{'guard':{'@expr':'false'},'target':'b'}}},'b':{'always':'c'},'c':{}}", null)]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':'#m.p.r.y'}},'p':{'type':'parallel','states':{'r':{'initial':'x','states':{'x':{},'y':{}}},'s':{'initial':'z','states':{'z':{}}}}}}", null)]
    [InlineData("'initial':'a','states':{'a':{'on':{'E':'#m.b.y.v','H':'#m.b.h'}},'b':{'initial':'x','states':{'x':{},'y':{'initial':'u','states':{'u':{},'v':{}}},'h':{'type':'history'}}}}", null)]
    [InlineData("'initial':'a','states':{'a':{'initial':'h','states':{'h':{'type':'history','target':'b'},'b':{}}}}", null)]
    public void Unreachable_states(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'on':{'E':[{'actions':'a'},{'actions':'b'}]}", "SC0071 this transition of 'm' for 'E' is never taken: the one before it (at 1:22)")]
    [InlineData("'on':{'E':[{},{'guard':'g','actions':'b'}]}", "SC0071 this transition of 'm' for 'E'")]
    [InlineData("'always':[{'guard':'g','actions':'a'},{'actions':'b'},{'actions':'c'}]", "SC0071 this transition of 'm' for 'always'")]
    [InlineData("'initial':'a','states':{'a':{'invoke':{'id':'i','src':'s','onDone':'b'},'on':{'xstate.done.actor.i':'c'}},'b':{},'c':{}}", "SC0071 this transition of 'm.a' for 'xstate.done.actor.i'")]
    [InlineData("'initial':'a','states':{'a':{'always':'b','on':{'E':'c'}},'b':{},'c':{}}", "SC0071 the transitions of 'm.a' for 'E' are never taken")]
    [InlineData("'initial':'a','states':{'a':{'always':[{'guard':'g','target':'b'},{'actions':'x'}],'on':{'E':'c'}},'b':{},'c':{}}", null)]
    [InlineData("'on':{'E':[{'guard':'g','actions':'a'},{'actions':'b'}],'E.*':{'actions':'c'},'*':{'actions':'d'}}", null)]
    public void Shadowed_transitions(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'initial':'a','states':{'a':{'always':'b'},'b':{'always':'a'}}", "SC0072 these 'always' transitions without guard go round for ever: 'm.a' -> 'm.b' -> 'm.a'")]
    [InlineData("'initial':'a','states':{'a':{'always':{'target':'a','reenter':true}}}", "SC0072 these 'always' transitions without guard go round for ever: 'm.a' -> 'm.a'")]
    [InlineData("'initial':'a','states':{'a':{'initial':'x','always':{'target':'.x'},'states':{'x':{}}}}", "SC0072 these 'always' transitions without guard go round for ever: 'm.a' -> 'm.a'")]
    [InlineData("'initial':'a','states':{'a':{'always':'b'},'b':{'always':[{'guard':'g','target':'c'},{'target':'a'}]},'c':{}}", null)]
    [InlineData("'initial':'a','states':{'a':{'always':'b'},'b':{'initial':'x','always':'a','states':{'x':{'always':{'guard':'g','target':'#m.c'}}}},'c':{}}", null)]
    [InlineData("'initial':'a','states':{'a':{'always':{'actions':'x'}}}", null)]
    public void Cycles_of_always(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'after':{'100':{}}", "SC0052 this timer of 'm' does nothing")]
    [InlineData("'after':{'100':[]}", "SC0052 this timer of 'm' does nothing")]
    [InlineData("'after':{'PT1S':{'guard':'g'}}", "SC0052 this timer of 'm' does nothing")]
    [InlineData("'after':{'100':[{'guard':'g'},{'actions':'a'}]}", null)]
    public void Idle_timers(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'context':{'count':0},'on':{'E':{'guard':{'@expr':'context.cuont > 1'},'context':{'count':1}}}", "SC0041 the expression 'context.cuont > 1' reads 'context.cuont', which nothing sets; did you mean 'count'?")]
    [InlineData("'on':{'E':{'context':{'b':{'@expr':'context.a.b'}}}}", "SC0041 the expression 'context.a.b' reads 'context.a'")]
    [InlineData("'context':{'a':{'@expr':'input.a'}},'on':{'E':{'context':{'b':{'@expr':'context.a.x'}}},'F':{'guard':{'@expr':'context.b == 1'}}}", null)]
    [InlineData("'context':{'@expr':'input'},'on':{'E':{'guard':{'@expr':'context.any'}}}", null)]
    [InlineData("'entry':'sets','on':{'E':{'guard':{'@expr':'context.any'}}}", null)]
    [InlineData("'entry':{'type':'@xstate.assign','context':{'@expr':'event'}},'on':{'E':{'guard':{'@expr':'context.any'}}}", null)]
    [InlineData("'on':{'E':{'guard':{'@expr':'has(context.x) && context.x > 1'}}}", null)]
    [InlineData("'schemas':{'context':{'properties':{'later':{}}}},'on':{'E':{'guard':{'@expr':'context.later'}}}", null)]
    public void Unknown_keys_of_the_context(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'GO','n':{'@expr':'1'}}}", "SC0073 the event 'GO' is raised here, but no state listens to it")]
    [InlineData("'entry':{'type':'@xstate.sendTo','target':'#_self','event':{'type':'GO'}},'on':{'GOO':{}}", "SC0073 the event 'GO' is raised here, but no state listens to it; did you mean 'GOO'?")]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'a.b.c'}},'on':{'a.*':{}}", null)]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'a'}},'on':{'a.*':{}}", null)]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'a'}},'on':{'*':{}}", null)]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':{'@expr':'event.type'}}}", null)]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'ab'}},'on':{'a.*':{}}", "SC0073 the event 'ab'")]
    public void Unheard_events(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'schemas':{'events':{'PAY':{}}},'on':{'PAI':{}}", "SC0074 the event 'PAI' is listened to here, but 'schemas.events' does not declare it; did you mean 'PAY'?")]
    [InlineData("'schemas':{'events':{'PAY':{}}},'on':{'PAY':{},'note.*':{}}", "SC0074 the event 'note.*'")]
    [InlineData("'schemas':{'events':{'note.a.b':{}}},'on':{'note.*':{},'note.a.*':{},'*':{}},'after':{'1':{'actions':'x'}}", null)]
    [InlineData("'schemas':{'context':{}},'on':{'PAI':{}}", null)]
    public void Undeclared_events(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'on':{'xstate.done.actor.fetch':{'actions':'a'}}", "SC0076 the engine never sends 'xstate.done.actor.fetch' in this machine")]
    [InlineData("'invoke':{'id':'fetch','src':'s'},'on':{'xstate.done.actor.fetch':{'actions':'a'},'xstate.error.actor.fetch':{'actions':'a'},'xstate.*':{'actions':'a'}}", null)]
    [InlineData("'entry':{'type':'@xstate.spawn','src':'s','id':{'@expr':'event.id'}},'on':{'xstate.done.actor.fetch':{'actions':'a'}}", null)]
    public void Engine_events(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'entry':{'type':'@xstate.sendTo','target':'kid','event':{'type':'GO'}}", "SC0066 this action sends to 'kid', but no invoke or spawn has that id")]
    [InlineData("'entry':[{'type':'@xstate.spawn','src':'s','id':'kid'},{'type':'@xstate.stop','id':'kit'}]", "SC0066 this action stops 'kit', but no invoke or spawn has that id; did you mean 'kid'?")]
    [InlineData("'invoke':{'src':'s'},'entry':{'type':'@xstate.sendTo','target':'0.m','event':{'type':'GO'}}", null)]
    [InlineData("'entry':[{'type':'@xstate.sendTo','target':'#_parent','event':{'type':'GO'}},{'type':'@xstate.sendTo','target':{'machine':'m','key':'k'},'event':{'type':'GO'}}]", null)]
    [InlineData("'entry':[{'type':'@xstate.spawn','src':'s','id':{'@expr':'event.id'}},{'type':'@xstate.stop','id':'kit'}]", null)]
    [InlineData("'entry':{'type':'@xstate.stop','id':{'@expr':'event.id'}}", null)]
    public void Unknown_children(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'entry':[{'type':'@xstate.raise','event':{'type':'E'},'id':'t'},{'type':'@xstate.cancel','id':'t'}],'on':{'E':{}}", "SC0077 this action cancels the timer 't', but nothing arms one of that id")]
    [InlineData("'entry':[{'type':'@xstate.raise','event':{'type':'E'},'id':'t','delay':1},{'type':'@xstate.cancel','id':'t'}],'on':{'E':{}}", null)]
    [InlineData("'entry':[{'type':'@xstate.raise','event':{'type':'E'},'id':{'@expr':'event.id'},'delay':1},{'type':'@xstate.cancel','id':'t'}],'on':{'E':{}}", null)]
    [InlineData("'after':{'5':{'actions':'a'}},'entry':{'type':'@xstate.cancel','id':'xstate.after.5.m'}", null)]
    public void Unknown_timers(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'type':'parallel','states':{'a':{'invoke':{'id':'i','src':'s'}},'b':{'invoke':{'id':'i','src':'s'}}}", "SC0065 the services of 'm.a' and 'm.b' can run together")]
    [InlineData("'invoke':{'id':'i','src':'s'},'initial':'a','states':{'a':{'invoke':{'id':'i','src':'s'}}}", "SC0065 the services of 'm' and 'm.a' can run together")]
    [InlineData("'initial':'a','states':{'a':{'invoke':{'id':'i','src':'s'},'on':{'E':'b'}},'b':{'invoke':{'id':'i','src':'s'}}}", null)]
    public void Duplicate_invokes(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'initial':'a','states':{'a':{'initial':'x','states':{'x':{}},'onDone':'a'}}", "SC0075 'onDone' on 'm.a' is never taken: none of its children is a final state")]
    [InlineData("'initial':'a','states':{'a':{'type':'parallel','states':{'x':{'type':'final'},'y':{}},'onDone':'a'}}", "SC0075 'onDone' on 'm.a' is never taken: its region 'm.a.y' is never done")]
    [InlineData("'initial':'a','states':{'a':{'onDone':'a'}}", "SC0028 'onDone' on 'm.a' is never taken: a state without children is never done")]
    [InlineData("'initial':'a','states':{'a':{'type':'parallel','states':{'x':{'type':'final'},'y':{'initial':'z','states':{'z':{'type':'final'}}}},'onDone':'a'}}", null)]
    public void States_that_are_never_done(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'guards':{'retriesLeft':{'when':{'@expr':'true'}}},'on':{'E':{'guard':'retrysLeft'}}", "SC0078 the guard 'retrysLeft' is not defined here; did you mean 'retriesLeft'?")]
    [InlineData("'actions':{'notify':{'type':'@xstate.log'}},'entry':['notify','notfiy']", "SC0078 the action 'notfiy' is not defined here; did you mean 'notify'?")]
    [InlineData("'delays':{'pause':5},'after':{'puase':{'actions':'a'}}", "SC0078 the delay 'puase' is not defined here; did you mean 'pause'?")]
    [InlineData("'actions':{'sendMail':{'type':'@xstate.log'}},'entry':['sendMail','sendBill']", null)]
    [InlineData("'actions':{'step1':{'type':'@xstate.log'},'t3':{'type':'@xstate.log'}},'entry':['step1','step2','t3','t4']", null)]
    public void Names_near_those_of_the_maps(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'guards':{'may':{'when':{'@expr':'true'}}}", "SC0079 nothing uses the guard 'may'")]
    [InlineData("'actions':{'log':{'type':'@xstate.log'}}", "SC0079 nothing uses the action 'log'")]
    [InlineData("'delays':{'pause':5}", "SC0079 nothing uses the delay 'pause'")]
    [InlineData("'actions':{'a':'b','b':{'type':'@xstate.raise','event':{'type':'E'},'delay':'pause'}},'delays':{'pause':5},'entry':'a','on':{'E':{}}", null)]
    public void Entries_that_nothing_uses(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'on':{'E':{'guard':'context.isOpen'}}", "SC0044 'context.isOpen' is the name of a guard in code, but looks like an expression")]
    [InlineData("'on':{'E':{'guard':{'type':'count > 3'}}}", "SC0044 'count > 3' is the name of a guard")]
    [InlineData("'entry':{'type':'@xstate.assign','context':{'a':{'b':'event.b'}}}", "SC0044 'event.b' is a plain string here, but looks like an expression")]
    [InlineData("'entry':{'type':'tell','params':['context.b']}", "SC0044 'context.b' is a plain string here")]
    [InlineData("'on':{'E':{'guard':'is paid - or not','context':{'a':'event. And','b':{'@expr':'event.b'}}}}", null)]
    [InlineData("'entry':{'type':'@xstate.raise','event':{'type':'event.paid'}},'on':{'event.paid':{}}", null)]
    public void Text_that_looks_like_an_expression(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("'context':{'a':{'@exp':'input.a'}}", "SC0045 '@exp' means nothing here, so this object is plain data; did you mean '@expr'?")]
    [InlineData("'entry':{'type':'tell','params':{'a':[{'@expression':'1'}]}}", "SC0045 '@expression' means nothing here, so this object is plain data; did you mean '@expr'?")]
    [InlineData("'context':{'@type':'Person','@id':'x','@context':'y'}", null)]
    public void Keys_that_are_nearly_expressions(string members, string? expected) => Check(members, expected);

    [Theory]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("PT30s")]
    [InlineData("pt30s")]
    [InlineData("30S")]
    [InlineData("1e3")]
    [InlineData("30,000")]
    [InlineData("-.5")]
    public void Lengths_that_are_none_are_no_names(string delay)
    {
        Assert.StartsWith($"SC0050 '{delay}' is no delay", Assert.Single(Documents.Diagnose($"'after':{{'{delay}':{{'actions':'a'}}}}")));
        Assert.StartsWith($"SC0050 '{delay}' is no delay", Assert.Single(Documents.Diagnose($"'invoke':{{'src':'s','timeout':'{delay}'}}")));
        Assert.Empty(Documents.Diagnose($"'delays':{{'{delay}':5}},'after':{{'{delay}':{{'actions':'a'}}}}"));
    }

    [Theory]
    [InlineData("PTimeout")]
    [InlineData("ptIdle")]
    [InlineData("p")]
    public void Names_of_delays_may_begin_like_a_duration(string delay) => Assert.Empty(Documents.Diagnose($"'after':{{'{delay}':{{'actions':'a'}}}}"));

    [Fact]
    public void Binding_suggests_the_names_of_the_maps()
    {
        var definition = Documents.Parse("{'id':'m','guards':{'retriesLeft':{'when':{'@expr':'true'}}},'on':{'E':{'guard':'retrysLeft'}}}").Required;
        var result = Authoring.Binder.Bind(definition, Authoring.BoundLogic.Empty, requireActions: true);

        Assert.Equal("the guard 'retrysLeft' is bound to nothing; did you mean 'retriesLeft'?", Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public void Names_bound_to_nothing_are_found_when_code_is_bound()
    {
        var definition = Documents.Parse("{'id':'m','entry':'act','on':{'E':{'guard':'may'}},'after':{'soon':{'actions':'act'}},'invoke':{'src':'work'}}").Required;
        var result = Authoring.Binder.Bind(definition, Authoring.BoundLogic.Empty, requireActions: true);

        Assert.Null(result.Definition);
        Assert.Equal(
            [DiagnosticCode.UnknownDelay, DiagnosticCode.UnknownGuard, DiagnosticCode.UnknownAction, DiagnosticCode.UnknownService],
            result.Diagnostics.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
    }

    private static void Check(string members, string? expected)
    {
        var found = Documents.Diagnose(members);
        if (expected is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.StartsWith(expected, Assert.Single(found));
        }
    }
}
