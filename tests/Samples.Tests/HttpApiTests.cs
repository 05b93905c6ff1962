using System.Text.RegularExpressions;
using Stator.Cli.Tests.Support;
using Stator.Samples.Tests.Support;

namespace Stator.Samples.Tests;

/// <summary>
/// What docs/http-api.md shows is what <c>stator serve</c> answers. Times, keys, tokens and figures differ from run to run; anything else
/// may not. After a change that is meant: <c>STATOR_WRITE_WALKTHROUGH=1 ./test HttpApi</c>.
/// </summary>
public sealed partial class HttpApiTests
{
    [Fact]
    public async Task Every_command_says_what_the_document_says()
    {
        await using var session = await ConsoleSession.StartAsync(Repository.PathOf("docs", "http-api.md"), "127.0.0.1:8080");
        await session.RunAsync("./stator serve > stator.log 2>&1 &");
        await session.RunAsync("curl --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8080/health/ready");
        await session.CheckAsync(text => Figure().Replace(Secret().Replace(Date().Replace(text, "DATE"), "$1SECRET"), "$1 N"));
    }

    [GeneratedRegex(@"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")]
    private static partial Regex Date();

    /// <summary>Keys, their digests, and tokens of external invocations.</summary>
    [GeneratedRegex("(sk_|\"digest\":\"|\"token\":\")[^\"\\s]+")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^((?:stator|process)_\S+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Figure();
}
