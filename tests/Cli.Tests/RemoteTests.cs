using System.Text.RegularExpressions;
using Stator.Cli.Tests.Support;
using Stator.Http.Security;
using Stator.Machines;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

/// <summary>The commands that ask a running host, against one.</summary>
public sealed class RemoteTests : IAsyncLifetime, IDisposable
{
    private readonly Workplace _place = new();
    private ServedHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ServedHost.StartAsync();
        _place.Variables["STATOR_URL"] = _host.Url;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Each_example_works()
    {
        var first = await IncidentAsync("one");
        var second = await IncidentAsync("two");
        await _host.Client.CreateAsync("light", "cellar");
        var lines = HelpTests.HostCommands.SelectMany(c => c.Examples).Select(e => e.Line).ToList();
        Assert.True(lines.Count > 15);
        foreach (var line in lines)
        {
            // The number of an incident is whatever the host gave it.
            var number = line.Contains("skip", StringComparison.Ordinal) ? second : first;
            var result = ShellLine.Run(_place, line.Replace(" 7", $" {number}", StringComparison.Ordinal)).IsReadable();
            var expected = line.Contains("retry", StringComparison.Ordinal) ? ExitCode.Failed : ExitCode.Ok;
            Assert.True(result.Exit == expected && result.Out.Length > 0, $"{line}\n{result.Out}\n{result.Error}");
        }
    }

    [Fact]
    public void An_event_is_sent_and_what_came_of_it_shown()
    {
        var sent = _place.Run("send", "order", "4711", "PAY", "--create", "--input", """{"total": 30}""", "--data", """{"amount": 10}""", "--event-id", "p1");
        var again = _place.Run("send", "order", "4711", "PAY", "--data", """{"amount": 10}""", "--event-id", "p1");
        var ignored = _place.Run("send", "order", "4711", "SHIP");
        var json = Value.Parse(_place.Run("send", "order", "4711", "PAY", "--data", """{"amount": 5}""", "--json").Out);
        var shown = _place.Run("show", "order", "4711");

        Assert.Equal("""
            order/4711: order.awaitingPayment (active), turn 2
              context  {"total":30,"payWithinMs":900000,"paid":10,"reason":null}

            """, sent.Out);
        Assert.Contains("applied before, under the event id p1", again.Out, StringComparison.Ordinal);
        Assert.Contains("nothing in the machine took that", ignored.Out, StringComparison.Ordinal);
        Assert.Equal((4L, 15L), (json["sequence"].AsInt, json["context"]["paid"].AsInt));
        Assert.Equal("""
            order/4711, version 1
            state    order.awaitingPayment
            status   active
            turn     4, at 2030-01-01T00:00:00.000Z
            created  2030-01-01T00:00:00.000Z
            context  {"total":30,"payWithinMs":900000,"paid":15,"reason":null}
            timer    xstate.after.paymentDeadline.order.awaitingPayment, due 2030-01-01T00:15:00.000Z

            """, shown.Out);
        Assert.Equal(0, Value.Parse(_place.Run("show", "order", "4711", "--at", "1", "--json").Out)["context"]["paid"].AsInt);
    }

    [Fact]
    public void Instances_are_listed_as_a_table_or_as_json()
    {
        Assert.Equal("no instance is like that\n", _place.Run("list").Out);
        _place.Run("send", "light", "hall", "PRESS", "--create");
        _place.Run("create", "light", "cellar");
        _place.Run("create", "order", "1", "--input", """{"total": 5}""");

        Assert.Equal("""
            MACHINE  KEY     VERSION  STATUS  STATE      TURN  UPDATED
            light    hall    1        active  light.on   2     2030-01-01T00:00:00.000Z
            light    cellar  1        active  light.off  1     2030-01-01T00:00:00.000Z

            """, _place.Run("list", "--machine", "light").Out);
        Assert.Equal(2, _place.Run("list", "--context", "total=5").Lines.Count);
        Assert.Equal(2, _place.Run("list", "--tag", "bright").Lines.Count);
        var page = _place.Run("list", "--limit", "2");
        var next = Regex.Match(page.Out, "There are more: --after (\\S+)").Groups[1].Value;
        Assert.Equal(2, _place.Run("list", "--after", next).Lines.Count);
        var json = Value.Parse(_place.Run("list", "--limit", "2", "--json").Out);
        Assert.Equal((2, next), (json["instances"].AsList.Count, json["next"].AsString));
    }

    [Fact]
    public async Task A_history_is_read_and_followed()
    {
        await _host.Client.CreateAsync("light", "hall");
        await _host.Client.SendAsync(new("light", "hall"), new SendRequest(new Event("PRESS")) { Caller = "ann" });
        await _host.Client.EditContextAsync(new("light", "hall"), new(ObjectValue.Of(("presses", 7)), new("miscounted", "bob")));

        Assert.Equal("""
            TURN  AT                        WHAT                BY   TO
            1     2030-01-01T00:00:00.000Z  start               -    off
            2     2030-01-01T00:00:00.000Z  event PRESS         ann  on
            3     2030-01-01T00:00:00.000Z  edit: "miscounted"  bob  on

            """, _place.Run("history", "light", "hall").Out);
        Assert.Contains("There are more: --after 1", _place.Run("history", "light", "hall", "--limit", "1").Out, StringComparison.Ordinal);
        var watch = _place.RunAsync("", CancellationToken.None, "watch", "light", "hall", "--after", "1", "--count", "3", "--json");
        await _host.Client.SendAsync("light", "hall", "PRESS");
        var lines = (await watch).Lines.Select(Value.Parse).ToList();

        Assert.Equal([2L, 3L, 4L], lines.Select(l => l["sequence"].AsInt));
        Assert.Equal(("PRESS", "off"), (lines[2]["event"]["type"].AsString, lines[2]["value"].AsString));
        Assert.Equal("    2  2030-01-01T00:00:00.000Z  event PRESS by ann  -> on\n", _place.Run("watch", "light", "hall", "--after", "1", "--count", "1").Out);
    }

    [Fact]
    public async Task Whoever_watches_ends_it()
    {
        _place.Run("create", "light", "hall");
        using var ctrlC = new CancellationTokenSource();
        var watch = _place.RunAsync("", ctrlC.Token, "watch", "light", "hall");
        await ctrlC.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await watch).Exit);
    }

    [Fact]
    public async Task Incidents_are_seen_to()
    {
        Assert.Equal("no incident is open\n", _place.Run("incidents", "list").Out);
        var number = await IncidentAsync("k");
        var list = _place.Run("incidents", "list", "divider", "k");
        var retried = _place.Run("incidents", "retry", $"{number}");
        var skipped = _place.Run("incidents", "skip", $"{number}", "--reason", "never mind");

        Assert.Matches($@"^NUMBER +INSTANCE +KIND +SUBJECT +TRIED +LAST +WHY\n{number} +divider/k +timer .* / by zero", list.Out);
        Assert.Equal(1, retried.Exit);
        Assert.StartsWith("it failed again: ", retried.Out, StringComparison.Ordinal);
        Assert.Equal((0, $"incident {number} is skipped\n"), (skipped.Exit, skipped.Out));
        Assert.Contains("never mind", _place.Run("history", "divider", "k").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_are_published_also_from_yaml()
    {
        _place.Write("door.machine.yaml", "id: door\nversion: \"3\"\ninitial: shut\nstates:\n  shut:\n    on:\n      OPEN: open\n  open: {}\n");
        _place.Write("broken.machine.json", """{"id": "x", "initial": "b", "states": {"a": {}}}""");

        Assert.Equal("door: version 3 is published\n", _place.Run("publish", "door.machine.yaml").Out);
        Assert.Equal("door: version 3 was there already, with this content\n", _place.Run("publish", "door.machine.yaml").Out);
        var broken = _place.Run("publish", "door.machine.yaml", "broken.machine.json");
        Assert.Equal((1, ""), (broken.Exit, broken.Out));
        Assert.StartsWith("broken.machine.json:1:", broken.Error, StringComparison.Ordinal);
        _place.Write("door.machine.yaml", "id: door\nversion: \"3\"\n");
        var other = _place.Run("publish", "door.machine.yaml");
        Assert.Contains("Version '3' of 'door' is published with other content", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_one_line_with_its_remedy()
    {
        var unknown = _place.Run("send", "light", "none", "PRESS").IsReadable();
        Assert.Equal((1, ""), (unknown.Exit, unknown.Out));
        Assert.Equal("error: There is no instance 'none' of 'light'. Create it first, or let the event create it (create=true).\n", unknown.Error);
    }

    [Theory]
    [InlineData("--data must be a JSON object", "send", "light", "hall", "PRESS", "--data", "3")]
    [InlineData("--data is no JSON", "send", "light", "hall", "PRESS", "--data", "{")]
    [InlineData("give --create too", "send", "light", "hall", "PRESS", "--input", "3")]
    [InlineData("write done, tag:NAME or state:NAME", "send", "light", "hall", "PRESS", "--wait", "over")]
    [InlineData("--timeout soon: write", "send", "light", "hall", "PRESS", "--timeout", "soon")]
    [InlineData("write PATH=VALUE", "list", "--context", "total")]
    [InlineData("is no address of a host", "list", "--url", "localhost:8080")]
    [InlineData("Required argument missing", "show", "light")]
    [InlineData("'--reason' is required", "incidents", "skip", "7")]
    [InlineData("'red' is no role", "key", "new", "--name", "a", "--roles", "read,red")]
    public void What_was_typed_wrongly_is_said(string says, params string[] args)
    {
        var result = _place.Run(args).IsReadable();
        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_not_there_is_named()
    {
        // A port that was free a moment ago; nothing else on this machine takes it in between but by an accident.
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        var url = $"http://{socket.LocalEndpoint}";
        socket.Stop();

        var result = _place.Run("list", "--url", url).IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.StartsWith($"error: The host at {url}/ cannot be reached: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Start one with 'stator serve'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_opens_a_host_that_asks_for_one()
    {
        var made = _place.Run("key", "new", "--name", "ci", "--roles", "read,send");
        var key = Regex.Match(made.Out, "sk_\\S+").Value;
        var entry = made.Lines.Single(l => l.Contains("\"digest\"", StringComparison.Ordinal)).Trim();
        var options = new StatorSecurityOptions();
        SecurityFile.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"keys": [{{entry}}]}"""), options);
        await using var host = await ServedHost.StartAsync([.. options.Keys]);

        var without = _place.Run("list", "--url", host.Url);
        _place.Variables["STATOR_API_KEY"] = key;
        var with = _place.Run("send", "light", "hall", "PRESS", "--create", "--url", host.Url);
        var history = _place.Run("history", "light", "hall", "--url", host.Url, "--key", key);
        var forbidden = _place.Run("delete", "light", "hall", "--url", host.Url);

        Assert.Equal((1, 0, 1), (without.Exit, with.Exit, forbidden.Exit));
        Assert.Contains("Give the key with --key, or in STATOR_API_KEY.", without.Error, StringComparison.Ordinal);
        Assert.Contains("'ci' may not do that: it takes the role 'operate'", forbidden.Error, StringComparison.Ordinal);
        Assert.Contains(" ci ", history.Out, StringComparison.Ordinal);
    }

    /// <summary>The number of a new incident: a timer that divides by nothing.</summary>
    private async Task<long> IncidentAsync(string key)
    {
        await _host.Client.Definitions.PublishAsync(
            "divider",
            """{"id": "divider", "version": "1", "context": {"n": 1}, "initial": "a", "states": {"a": {"after": {"1000": {"context": {"n": {"@expr": "1 / 0"}}}}}}}"""u8.ToArray());
        await _host.Client.CreateAsync("divider", key);
        var number = 0L;
        await Eventually.Holds(
            async () =>
            {
                _host.Time.Advance(TimeSpan.FromSeconds(1));
                number = (await _host.Client.Incidents.ListAsync(new("divider", key))).Incidents.FirstOrDefault()?.Number ?? 0;
                return number > 0;
            },
            "there is an incident");
        return number;
    }
}
