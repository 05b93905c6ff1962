using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Stator.Dashboard.Tests.Support;

/// <summary>
/// The dashboard in a tab of its own. Whatever its console complains of fails the test at the end: errors of scripts, breaches of the content security
/// policy, files that are not there.
/// </summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _url;
    private readonly ConcurrentQueue<string> _complaints = new();

    private DashboardPage(IBrowserContext context, IPage tab, Uri url)
    {
        _context = context;
        _url = url;
        Tab = tab;
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        tab.PageError += (_, error) => _complaints.Enqueue(error);
        tab.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal))
            {
                _complaints.Enqueue($"It asked another origin: {request.Url}");
            }
        };
    }

    public IPage Tab { get; }

    /// <summary>Opens a view of it.</summary>
    /// <param name="host">Whose it is.</param>
    /// <param name="view">The address behind <c>#</c>.</param>
    public static async Task<DashboardPage> OpenAsync(DashboardHost host, string view = "/")
    {
        var browser = await Browser.Shared;
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(30_000);
        var page = new DashboardPage(context, await context.NewPageAsync(), new(host.Root, "dashboard"));
        await page.GoAsync(view);
        return page;
    }

    public Task GoAsync(string view) => Tab.GotoAsync($"{_url}{(_url.AbsolutePath.EndsWith('/') ? "" : "/")}#{view}");

    public ILocator Button(string name) => Tab.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Tab.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Labelled(string label) => Tab.GetByLabel(label, new() { Exact = true });

    public ILocator Text(string text) => Tab.GetByText(text).First;

    /// <summary>The state value that is shown.</summary>
    public ILocator State(string value) => Tab.Locator($"[data-state='{value}']");

    /// <summary>The turns of the history, newest first.</summary>
    public ILocator Turns => Tab.Locator("ol.turns > li");

    /// <summary>Asserts that nothing was complained of but what a test has meant to happen.</summary>
    public void IsQuiet(params string[] meant) =>
        Assert.DoesNotContain(_complaints, complaint => !meant.Any(m => complaint.Contains(m, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
