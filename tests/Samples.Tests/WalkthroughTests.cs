using System.Text.RegularExpressions;
using Stator.Cli.Tests.Support;
using Stator.Samples.Tests.Support;

namespace Stator.Samples.Tests;

/// <summary>
/// What docs/walkthrough.md shows is what happens. Times differ from run to run, and so do the hashes of machines, which name the ports of
/// the test; anything else may not. After a change that is meant: <c>STATOR_WRITE_WALKTHROUGH=1 ./test Walkthrough</c>.
/// </summary>
public sealed partial class WalkthroughTests
{
    private static readonly string Document = Repository.PathOf("docs", "walkthrough.md");

    [Fact]
    public async Task Every_command_says_what_the_walkthrough_says()
    {
        await using var session = await ConsoleSession.StartAsync(Document, "127.0.0.1:8080", "127.0.0.1:8090");
        await session.CheckAsync(text => Hash().Replace(text, "HASH"));
    }

    [Fact]
    public void The_machines_are_shown_as_they_are()
    {
        var document = File.ReadAllText(Document);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "purchase.machine.json")), document, StringComparison.Ordinal);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "desk.machine.json")), document, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
