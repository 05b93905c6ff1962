using Microsoft.Playwright;
using Stator.Dashboard.Tests.Support;
using Stator.Http;
using Stator.Http.Security;
using Stator.Machines;
using Stator.Statecharts;
using static Microsoft.Playwright.Assertions;

namespace Stator.Dashboard.Tests;

/// <summary>The dashboard as somebody uses it: a real browser before a real host.</summary>
public sealed class BrowserTests
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken over'\">";

    private const string Door = """
        { "id": "door", "version": "1", "initial": "shut", "context": { "opened": 0, "note": "", "exact": 9007199254740993 },
          "states": {
            "shut": { "on": { "OPEN": { "target": "open", "context": { "opened": { "@expr": "context.opened + 1" }, "note": { "@expr": "has(event.note) ? event.note : ''" } } } } },
            "open": { "tags": "airy", "on": { "SHUT": "shut", "TAKE_OFF": "gone" } },
            "gone": { "type": "final" } } }
        """;

    /// <summary>A timer that fails every time: after five attempts it is an incident.</summary>
    private const string Clock = """
        { "id": "clock", "version": "1", "initial": "a", "context": { "n": 0 },
          "states": { "a": { "after": { "10": { "target": "b", "context": { "n": { "@expr": "1 / context.n" } } } } }, "b": {} } }
        """;

    [BrowserFact]
    public async Task TheOverviewListsMachinesAndTheDefinitionShowsOne()
    {
        await using var host = await DashboardHost.StartAsync(charts: [Door, Clock]);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host);

        await Expect(page.Link("clock")).ToBeVisibleAsync();
        await Expect(page.Text("It serves requests")).ToBeVisibleAsync();
        await Expect(page.Tab.GetByRole(AriaRole.Link, new() { Name = "1 active", Exact = true })).ToBeVisibleAsync();
        await page.Link("door").ClickAsync();
        await Expect(page.Tab.Locator("svg g[data-id='door.open']")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator("pre.document")).ToContainTextAsync("\"TAKE_OFF\": \"gone\"");
        await page.Link("Instances").Last.ClickAsync();
        await page.Link("front").ClickAsync();
        await Expect(page.State("shut")).ToBeVisibleAsync();
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task AnInstanceIsCreatedSentAnEventAndFollowed()
    {
        await using var host = await DashboardHost.StartAsync(prefix: "/a/prefix", charts: Door);
        await using var page = await DashboardPage.OpenAsync(host, "/instances");
        await Expect(page.Text("There are no instances yet.")).ToBeVisibleAsync();
        await page.Button("New instance").ClickAsync();
        await page.Labelled("Key").FillAsync("front");
        await page.Button("Create").ClickAsync();
        await Expect(page.State("shut")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator("g.active[data-id='door.shut']")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator(".live.live")).ToHaveTextAsync("Live");

        await page.Button("OPEN").ClickAsync();
        await page.Labelled("What goes along").FillAsync("""{"note": "by hand"}""");
        await page.Button("Send").ClickAsync();
        await Expect(page.State("open")).ToBeVisibleAsync();
        await Expect(page.Text("Turn 2 is committed.")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator("g.active[data-id='door.open']")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator(".tag", new() { HasText = "airy" }).First).ToBeVisibleAsync();

        // What somebody else does is seen as it happens.
        await host.Client.SendAsync("door", "front", Event.Of("SHUT"));
        await Expect(page.State("shut")).ToBeVisibleAsync();
        await Expect(page.Turns).ToHaveCountAsync(3);
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task HistoryShowsEachTurnAndTheWayBack()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", "front");
        await host.Client.SendAsync("door", "front", Event.Of("OPEN"));
        await host.Client.SendAsync("door", "front", Event.Of("SHUT"));
        await using var page = await DashboardPage.OpenAsync(host, "/instances/door/front");

        await Expect(page.Turns).ToHaveCountAsync(3);
        var turn = page.Turns.Nth(1);
        await turn.Locator("summary").First.ClickAsync();
        await Expect(turn.Locator(".cause")).ToHaveTextAsync("OPEN");
        await Expect(turn.Locator(".about")).ToContainTextAsync("door.shut — OPEN → door.open");
        await turn.GetByRole(AriaRole.Button, new() { Name = "Show it as it was after turn 2" }).ClickAsync();
        await Expect(page.State("open")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator("g.active[data-id='door.open']")).ToBeVisibleAsync();
        await Expect(page.Text("This is how it was after turn 2 of 3.")).ToBeVisibleAsync();
        Assert.EndsWith("#/instances/door/front?at=2", page.Tab.Url, StringComparison.Ordinal);

        // A turn that comes meanwhile does not take the past away, and 'Now' leads to it.
        await host.Client.SendAsync("door", "front", Event.Of("OPEN"));
        await Expect(page.Turns).ToHaveCountAsync(4);
        await Expect(page.Text("This is how it was after turn 2 of 4.")).ToBeVisibleAsync();
        await page.Button("Previous").ClickAsync();
        await Expect(page.State("shut")).ToBeVisibleAsync();
        await page.Button("Now").ClickAsync();
        await Expect(page.State("open")).ToBeVisibleAsync();
        await Expect(page.Text("Turn 4, now")).ToBeVisibleAsync();
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task AnEventWhoseAnswerWasLostIsAppliedOnceWhenItIsSentAgain()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host, "/instances/door/front");
        await page.Tab.RouteAsync(
            "**/machines/door/front/events",
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            },
            new() { Times = 1 });

        await page.Button("OPEN").ClickAsync();
        await page.Button("Send").ClickAsync();
        await Expect(page.Text("The host cannot be reached")).ToBeVisibleAsync();
        await page.Button("Send").ClickAsync();
        await Expect(page.Text("It was applied before; nothing was applied now.")).ToBeVisibleAsync();
        await Expect(page.Turns).ToHaveCountAsync(2);

        // With the receipt there, the same event is another one.
        await page.Button("Send").ClickAsync();
        await Expect(page.Text("Turn 3 is committed; nothing in the machine took the event.")).ToBeVisibleAsync();
        page.IsQuiet("ERR_FAILED");
    }

    [BrowserFact]
    public async Task AStreamThatBreaksIsSaidToBeBrokenAndBeginsAgain()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host, "/incidents");
        await Expect(page.Text("No open incidents.")).ToBeVisibleAsync();
        await page.Tab.RouteAsync("**/stream", route => route.AbortAsync(), new() { Times = 1 });
        await page.GoAsync("/instances/door/front");
        await Expect(page.Tab.Locator(".live.waiting")).ToContainTextAsync("Not live The connection ended; trying again");
        await Expect(page.Tab.Locator(".live.live")).ToHaveTextAsync("Live");
        await host.Client.SendAsync("door", "front", Event.Of("OPEN"));
        await Expect(page.State("open")).ToBeVisibleAsync();
        page.IsQuiet("ERR_FAILED");
    }

    [BrowserFact]
    public async Task NothingIsWiderThanANarrowScreen()
    {
        await using var host = await DashboardHost.StartAsync(charts: [Door, Clock]);
        var key = new string('k', 200);
        await host.Client.CreateAsync("door", key);
        await host.Client.SendAsync("door", key, Event.Of("OPEN", ("note", new string('n', 500))));
        await host.Client.CreateAsync("clock", "k");
        await host.HoldsInTimeAsync(async () => !(await host.Client.Incidents.ListAsync(new())).Incidents.IsEmpty, "there is an incident");
        await using var page = await DashboardPage.OpenAsync(host);
        await page.Tab.SetViewportSizeAsync(360, 740);
        foreach (var (view, title) in new[] { ("/", "Overview"), ("/definitions/door/1", "door"), ("/instances?create=true&state=door.open", "Instances"), ($"/instances/door/{key}", key), ("/instances/clock/k", "k"), ("/incidents", "Incidents") })
        {
            await page.GoAsync(view);
            await Expect(page.Tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
            Assert.Equal(360, await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        page.IsQuiet();
    }

    [BrowserFact]
    public async Task WhatIsRefusedIsShownInTheWordsOfTheHost()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host, "/instances/door/front");
        await page.Labelled("Type").FillAsync("xstate.stop");
        await page.Button("Send").ClickAsync();
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("invalid_event 422");
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("'xstate.stop' is a name of the engine's own");
        await page.GoAsync("/instances/door/none");
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("unknown_instance 404");
        page.IsQuiet("422 (Unprocessable Entity)", "404 (Not Found)");
    }

    [BrowserFact]
    public async Task TheContextIsEditedAndTheInstanceDisposedOf()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host, "/instances/door/front");
        await page.Labelled("Set").FillAsync("""{"opened": 9007199254740995}""");
        await page.Labelled("Reason").FillAsync("counted by hand");
        await page.Button("Change the context").ClickAsync();
        await Expect(page.Tab.Locator(".context")).ToContainTextAsync("opened: 9007199254740995");
        await Expect(page.Turns.First.Locator(".cause")).ToHaveTextAsync("edited: counted by hand");

        await page.Button("Dispose of it…").ClickAsync();
        await page.Labelled("Type it here to confirm").FillAsync("back");
        await page.Button("Dispose of it").ClickAsync();
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("That is not what is to be typed.");
        await page.Labelled("Type it here to confirm").FillAsync("front");
        await page.Button("Dispose of it").ClickAsync();
        await Expect(page.Text("No instance is like that.")).ToBeVisibleAsync();
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => host.Client.GetSnapshotAsync(new("door", "front")));
        Assert.Equal(RequestFaultCode.UnknownInstance, refused.Fault.Code);
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task AnIncidentIsSeenAndSkipped()
    {
        await using var host = await DashboardHost.StartAsync(charts: Clock);
        await host.Client.CreateAsync("clock", "k");
        await host.HoldsInTimeAsync(async () => !(await host.Client.Incidents.ListAsync(new())).Incidents.IsEmpty, "there is an incident");
        await using var page = await DashboardPage.OpenAsync(host);
        await Expect(page.Text("Somebody has to look")).ToBeVisibleAsync();
        await page.Link("Incidents").ClickAsync();
        await Expect(page.Text("/ by zero.")).ToBeVisibleAsync();
        await page.Button("Retry incident 1").ClickAsync();
        await Expect(page.Text("It failed again")).ToBeVisibleAsync();
        await page.Button("Skip incident 1").ClickAsync();
        await page.Button("Skip it").ClickAsync();
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why");
        await page.Labelled("Reason").FillAsync("the clock is broken");
        await page.Button("Skip it").ClickAsync();
        await Expect(page.Text("No open incidents.")).ToBeVisibleAsync();
        Assert.Empty((await host.Client.Incidents.ListAsync(new())).Incidents);
        await page.GoAsync("/instances/clock/k");
        await Expect(page.Turns.First.Locator(".cause")).ToHaveTextAsync("skipped: the clock is broken");
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task AHostWithKeysIsAskedWithOneAndForgetsIt()
    {
        var (reader, readerEntry) = ApiKey.Create("reader", CallerRoles.Read);
        var (sender, senderEntry) = ApiKey.Create("sender", CallerRoles.Read | CallerRoles.Send);
        await using var host = await DashboardHost.StartAsync(
            services: s => s.AddStatorSecurity(o =>
            {
                o.Keys.Add(readerEntry);
                o.Keys.Add(senderEntry);
            }),
            charts: Door);
        await host.Client.CreateAsync("door", "front");
        await using var page = await DashboardPage.OpenAsync(host, "/instances/door/front");
        await Expect(page.Text("no key or token was sent")).ToBeVisibleAsync();
        await page.Labelled("API key or token").FillAsync(reader + "A");
        await page.Button("Use it").ClickAsync();
        await Expect(page.Text("The key that was sent is not good here.")).ToBeVisibleAsync();
        await page.Labelled("API key or token").FillAsync(reader);
        await page.Button("Use it").ClickAsync();
        await Expect(page.State("shut")).ToBeVisibleAsync();
        await Expect(page.Tab.Locator(".live.live")).ToHaveTextAsync("Live");

        await page.Labelled("Type").FillAsync("OPEN");
        await page.Button("Send").ClickAsync();
        await Expect(page.Tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("it takes the role 'send'");

        await page.Button("Forget the key").ClickAsync();
        await page.Labelled("API key or token").FillAsync(sender);
        await page.Button("Use it").ClickAsync();
        await page.Button("OPEN").ClickAsync();
        await page.Button("Send").ClickAsync();
        await Expect(page.State("open")).ToBeVisibleAsync();
        await Expect(page.Turns.First.Locator(".when")).ToContainTextAsync("sender");
        Assert.Equal(1, await page.Tab.EvaluateAsync<int>("sessionStorage.length"));
        Assert.Equal(0, await page.Tab.EvaluateAsync<int>("localStorage.length"));
        page.IsQuiet("401 (Unauthorized)", "403 (Forbidden)");
    }

    [BrowserFact]
    public async Task MarkupInDataIsTextAndLargeNumbersAreExact()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        await host.Client.CreateAsync("door", Hostile);
        await host.Client.SendAsync("door", Hostile, Event.Of("OPEN", ("note", Hostile)));
        await using var page = await DashboardPage.OpenAsync(host, "/instances");
        await page.Link(Hostile).ClickAsync();
        await Expect(page.Tab.Locator(".context .string")).ToHaveTextAsync($"\"{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        await Expect(page.Tab.Locator(".context")).ToContainTextAsync("exact: 9007199254740993");
        await Expect(page.Tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Hostile);
        await page.Turns.First.Locator("summary").First.ClickAsync();
        Assert.Equal(0, await page.Tab.Locator("main img").CountAsync());
        Assert.StartsWith(Hostile, await page.Tab.TitleAsync(), StringComparison.Ordinal);
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task FiltersAndPagesAreTheAddress()
    {
        await using var host = await DashboardHost.StartAsync(charts: Door);
        for (var i = 0; i < 60; i++)
        {
            await host.Client.CreateAsync("door", $"d{i:00}");
        }

        await host.Client.SendAsync("door", "d42", Event.Of("OPEN", ("note", "ajar")));
        await using var page = await DashboardPage.OpenAsync(host, "/instances?machine=door");
        var rows = page.Tab.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(50);
        await page.Link("Next page").ClickAsync();
        await Expect(rows).ToHaveCountAsync(10);
        await page.Link("Previous page").ClickAsync();
        await Expect(rows).ToHaveCountAsync(50);

        await page.Text("By state, tag, time and context").ClickAsync();
        await page.Button("Add a condition").ClickAsync();
        await page.Labelled("Path in the context").FillAsync("note");
        await page.Labelled("Value").FillAsync("ajar");
        await page.Labelled("Active state").FillAsync("door.open");
        await page.Button("Find").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.Link("d42")).ToBeVisibleAsync();
        Assert.EndsWith("#/instances?machine=door&state=door.open&context.note=ajar", page.Tab.Url, StringComparison.Ordinal);
        page.IsQuiet();
    }

    [BrowserFact]
    public async Task WithoutDefinitionsItSaysHowToPublishOne()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var page = await DashboardPage.OpenAsync(host);
        await Expect(page.Tab.Locator("pre")).ToContainTextAsync($"curl -X PUT {host.Root}definitions/door");
        page.IsQuiet();
    }
}
