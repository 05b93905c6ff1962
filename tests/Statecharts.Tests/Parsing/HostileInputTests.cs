using System.Text;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Parsing;

/// <summary>Documents made to crash or to hang a reader. Each ends in a diagnostic, soon.</summary>
public class HostileInputTests
{
    private static readonly ParseOptions Wide = new() { MaxBytes = 64 * 1024 * 1024 };

    private static readonly byte[] Small = Encoding.UTF8.GetBytes(
        """{"id":"m","initial":"a","context":{"n":1.5,"t":true,"u":null,"s":"\u00e9é"},"states":{"a":{"on":{"E":["b",{}]}},"b":{}}}""");

    [Fact]
    public void A_hundred_megabytes_are_not_read()
    {
        Assert.Equal(DiagnosticCode.TooLarge, Only(MachineParser.Parse(new byte[100 * 1024 * 1024])));
        Assert.Equal(DiagnosticCode.TooLarge, Only(MachineParser.Parse(new string(' ', 100 * 1024 * 1024))));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"states\":", "}")]
    [InlineData("{\"a\":[", "]}")]
    public void Depth_ends_in_a_diagnostic(string open, string close)
    {
        var json = "{\"id\":\"m\",\"context\":" + Repeat(open, 10_000) + "1" + Repeat(close, 10_000) + "}";

        Assert.Equal(DiagnosticCode.TooDeep, Only(MachineParser.Parse(json)));
        Assert.Equal(DiagnosticCode.TooDeep, Only(MachineParser.Parse(json, new() { MaxDepth = 100_000 })));
        Assert.Equal(DiagnosticCode.TooDeep, Only(MachineParser.Parse(json[..5000], new() { MaxDepth = 5 })));
    }

    [Fact]
    public void The_deepest_document_that_is_allowed_needs_no_large_stack()
    {
        var states = Repeat("{\"initial\":\"a\",\"states\":{\"a\":", 450) + "{}" + Repeat("}}", 450);
        var json = "{\"id\":\"m\"," + states[1..];
        var guards = Repeat("{\"type\":\"not\",\"guards\":[", 480) + "\"g\"" + Repeat("]}", 480);
        ParseResult? deep = null;
        ParseResult? guarded = null;
        var thread = new Thread(
            () =>
            {
                deep = MachineParser.Parse(json, new() { MaxDepth = 1000 });
                guarded = MachineParser.Parse($"{{\"id\":\"m\",\"always\":{{\"guard\":{guards}}}}}", new() { MaxDepth = 1000 });
            },
            maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();

        Assert.NotNull(deep!.Definition);
        Assert.NotNull(guarded!.Definition);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("nul")]
    [InlineData("NaN")]
    [InlineData("{\"id\":NaN}")]
    [InlineData("{\"id\":\"m\",\"context\":{\"a\":Infinity}}")]
    [InlineData("{\"id\":\"m\",\"context\":{\"a\":-Infinity}}")]
    [InlineData("{\"id\":\"m\",}")]
    [InlineData("{\"id\":\"m\"} {}")]
    [InlineData("{\"id\":\"m\"} // remark")]
    [InlineData("{'id':'m'}")]
    [InlineData("{\"id\":\"a\nb\"}")]
    [InlineData("{\"id\":01}")]
    [InlineData("\0")]
    public void What_is_not_JSON_is_said_to_be_so(string text)
    {
        var result = MachineParser.Parse(text);

        Assert.Equal(DiagnosticCode.NotJson, Only(result));
        Assert.DoesNotContain("reader", result.Diagnostics[0].Message);
    }

    [Fact]
    public void Every_beginning_of_a_document_is_refused()
    {
        Assert.NotNull(MachineParser.Parse(Small).Definition);
        for (var length = 0; length < Small.Length; length++)
        {
            Assert.Equal(DiagnosticCode.NotJson, Only(MachineParser.Parse(Small.AsMemory(0, length))));
        }
    }

    [Fact]
    public void Every_byte_may_be_spoilt()
    {
        for (var at = 0; at < Small.Length; at++)
        {
            foreach (var spoilt in new byte[] { 0, 0x80, 0xC3, 0xFF, (byte)'"', (byte)'\\', (byte)'{', (byte)']' })
            {
                var bytes = Small.ToArray();
                bytes[at] = spoilt;
                Documents.Sound(MachineParser.Parse(bytes));
            }
        }
    }

    [Fact]
    public void Invalid_UTF8_is_said_to_be_so()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"id\":\"m\",\n \"description\":\"ab\"}");
        bytes[^3] = 0xC3;
        var diagnostic = Assert.Single(MachineParser.Parse(bytes).Diagnostics);

        Assert.Equal("2:16: error SC0005: this string is not valid UTF-8. Save the document as UTF-8.", diagnostic.ToString());
    }

    [Theory]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"id\":\"m\",\"x-a\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"id\":\"m\",\"x-\\ud800\":1}")]
    [InlineData("{\"id\":\"m\",\"on\":{\"\\udfff\":{},\"\\ud800\":{}}}")]
    public void Half_a_surrogate_pair_is_no_text(string json) =>
        Assert.All(Documents.Sound(MachineParser.Parse(json)).Diagnostics, d => Assert.Equal(DiagnosticCode.BadScalar, d.Code));

    [Fact]
    public void Half_a_surrogate_pair_in_a_string_of_the_caller_is_no_text()
    {
        // Written out here: an attribute would lose the half.
        foreach (var json in new[] { "{\"id\":\"m\ud800\"}", "\udc00{\"id\":\"m\"}" })
        {
            Assert.Equal(DiagnosticCode.BadScalar, Only(MachineParser.Parse(json)));
        }

        Assert.Equal(new Place("", 2, 4), MachineParser.Parse("{\n é\ud800").Diagnostics[0].Place);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_does_not_shift_columns()
    {
        var result = MachineParser.Parse("\uFEFF{\"id\":\"m\",\"x\":1}");

        Assert.Equal(new Place("/x", 1, 11), Assert.Single(result.Diagnostics).Place);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("9e400000000000")]
    public void Numbers_beyond_a_double_are_refused(string number) =>
        Assert.Equal(DiagnosticCode.BadScalar, Only(MachineParser.Parse($"{{\"id\":\"m\",\"context\":{{\"n\":{number}}}}}")));

    [Fact]
    public void Numbers_of_many_digits_are_doubles()
    {
        var digits = "1" + new string('7', 299);
        Assert.NotNull(MachineParser.Parse($"{{\"id\":\"m\",\"context\":{{\"n\":{digits},\"m\":1e-999}}}}").Definition);
        Assert.Equal(DiagnosticCode.BadScalar, Only(MachineParser.Parse($"{{\"id\":\"m\",\"context\":{{\"n\":{digits}{digits}}}}}")));
        Assert.Equal(DiagnosticCode.WrongType, Only(MachineParser.Parse($"{{\"id\":\"m\",\"version\":{digits}}}")));
        Assert.Equal(DiagnosticCode.BadDelay, Only(MachineParser.Parse($"{{\"id\":\"m\",\"after\":{{\"{digits}\":{{\"actions\":\"a\"}}}}}}")));
        Assert.Equal(DiagnosticCode.BadValue, Only(MachineParser.Parse($"{{\"id\":\"m\",\"options\":{{\"maxMicrosteps\":{digits}}}}}")));
    }

    [Theory]
    [InlineData("{{\"id\":\"m\",{0}}}", "\"k{0}\":1")]
    [InlineData("{{\"id\":\"m\",\"context\":{{{0}}}}}", "\"k{0}\":1")]
    [InlineData("{{\"id\":\"m\",\"context\":{{{0}}}}}", "\"k\":1")]
    [InlineData("{{\"id\":\"m\",\"on\":{{{0}}}}}", "\"k{0}\":\"nowhere{0}\"")]
    [InlineData("{{\"id\":\"m\",\"actions\":{{{0}}}}}", "\"k{0}\":\"k{0}\"")]
    [InlineData("{{\"id\":\"m\",\"initial\":\"k1\",\"states\":{{{0}}}}}", "\"k{0}\":{{}}")]
    [InlineData("{{\"id\":\"m\",\"schemas\":{{\"events\":{{{0}}}}}}}", "\"k{0}\":7")]
    public void A_million_keys_are_counted_not_crashed_on(string document, string member)
    {
        var members = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, member, i)));
        var result = Documents.Sound(MachineParser.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, document, members), Wide));

        Assert.True(result.Diagnostics.Length <= ParseOptions.Default.MaxDiagnostics + 1);
    }

    [Fact]
    public void Long_names_above_many_things_do_not_fill_the_memory()
    {
        var name = new string('n', 1_000_000);
        var many = string.Join(',', Enumerable.Repeat("\"x\"", 200_000));
        var before = GC.GetTotalAllocatedBytes();
        var documents = new[]
        {
            $"{{\"id\":\"{name}\",\"on\":{{\"E\":[{many}]}}}}",
            $"{{\"id\":\"m\",\"initial\":\"{name}\",\"states\":{{\"{name}\":{{\"on\":{{\"E\":[{many}]}}}}}}}}",
            $"{{\"id\":\"m\",\"on\":{{\"{name}\":[{many}]}}}}",
            $"{{\"id\":\"m\",\"on\":{{\"E\":\"#{new string('.', 1_000_000)}\"}}}}",
            $"{{\"id\":\"m\",\"actions\":{{\"{name}\":[{many}]}},\"entry\":\"{name}\"}}",
            $"{{\"id\":\"m\",\"entry\":{{\"type\":\"{name}\",{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"k{i}\":1"))}}}}}",
            $"{{\"id\":\"m\",\"initial\":\"a\",\"states\":{{\"a\":{{}}}},\"entry\":{{\"type\":\"@xstate.raise\",\"event\":{{\"type\":\"{name.Replace('n', '.')}\"}}}}}}",
        };
        foreach (var document in documents)
        {
            Documents.Sound(MachineParser.Parse(document));
        }

        Assert.True(GC.GetTotalAllocatedBytes() - before < 6L * 1024 * 1024 * 1024, "The parser allocates out of all proportion.");
    }

    [Fact]
    public void Names_that_multiply_are_refused()
    {
        var actions = string.Join(',', Enumerable.Range(1, 60).Select(i => $"'a{i}':['a{i - 1}','a{i - 1}']"));
        var result = Documents.Parse($"{{'id':'m','actions':{{'a0':'x',{actions}}},'entry':'a60'}}");
        Assert.Contains(result.Diagnostics, d => d.Code == DiagnosticCode.TooLong && d.Message.Contains("'a10' stands for more than 1000 actions"));

        var guards = string.Join(',', Enumerable.Range(1, 60).Select(i => $"'g{i}':{{'when':{{'type':'and','guards':['g{i - 1}','g{i - 1}']}}}}"));
        result = Documents.Parse($"{{'id':'m','guards':{{'g0':{{'when':'x'}},{guards}}},'on':{{'E':{{'guard':'g60'}}}}}}");
        Assert.Contains(result.Diagnostics, d => d.Code == DiagnosticCode.TooLong);
    }

    [Fact]
    public void Names_that_form_a_long_chain_are_refused()
    {
        var actions = string.Join(',', Enumerable.Range(1, 50_000).Select(i => $"'a{i}':'a{i - 1}'"));
        var result = Documents.Parse($"{{'id':'m','actions':{{'a0':'x',{actions}}},'entry':'a50000'}}");
        Assert.Contains(result.Diagnostics, d => d.Code == DiagnosticCode.TooDeep && d.Message.Contains("'a21' leads through more than 20 other names"));
    }

    [Fact]
    public void A_long_circle_of_names_is_found_once()
    {
        var guards = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"'g{i}':{{'when':'g{(i + 1) % 50_000}'}}"));
        var result = Documents.Parse($"{{'id':'m','guards':{{{guards}}},'on':{{'E':{{'guard':'g0'}}}}}}");

        Assert.Equal(DiagnosticCode.CyclicName, Only(result));
        Assert.Contains("g0 -> g1 -> g2 -> g3 -> g4 -> g5 -> g6 -> … -> g0", result.Diagnostics[0].Message);
    }

    [Fact]
    public void Many_targets_of_one_transition_are_checked_in_time()
    {
        var regions = string.Join(',', Enumerable.Range(0, 15_000).Select(i => $"'r{i}':{{}}"));
        var targets = string.Join(',', Enumerable.Range(0, 15_000).Select(i => $"'.r{i}'"));
        var transitions = string.Join(',', Enumerable.Repeat($"{{'target':[{targets}]}}", 20));
        Assert.NotNull(Documents.Parse($"{{'id':'m','type':'parallel','states':{{{regions}}},'on':{{'E':[{transitions}]}}}}", Wide).Definition);
    }

    [Fact]
    public void Too_many_states_are_one_diagnostic()
    {
        var states = string.Join(',', Enumerable.Range(0, 20_001).Select(i => $"'s{i}':{{}}"));
        Assert.Equal(DiagnosticCode.TooManyStates, Only(Documents.Parse($"{{'id':'m','initial':'s0','states':{{{states}}}}}")));
    }

    private static string Only(ParseResult result) => Assert.Single(Documents.Sound(result).Diagnostics).Code;

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
