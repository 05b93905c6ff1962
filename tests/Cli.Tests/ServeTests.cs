using System.Diagnostics;
using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>How <c>stator serve</c> begins: with what to try, or with one line that says why not.</summary>
public sealed class ServeTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("file", AnyPort, "cannot be used")]
    [InlineData("broken", AnyPort, "file is not a database")]
    [InlineData("/proc/foo", AnyPort, "cannot be used")]
    [InlineData("data", "http://127.0.0.1:99999", "with a port from 0 to 65535")]
    [InlineData("data", "http://127.0.0.1:80a", "is no address to listen on")]
    [InlineData("data", "http://[::1]:-1", "is no address to listen on")]
    [InlineData("data", ";", "There is no address to listen on")]
    [InlineData("data", "http://localhost:0", "Try --urls")]
    [InlineData("data", "https://127.0.0.1:0", "Try --urls")]
    [InlineData("data", "http://127.0.0.1:0/path", "Try --urls")]
    public void What_cannot_be_served_is_one_line(string data, string urls, string says)
    {
        _place.Write("file", "I am no folder.");
        Directory.CreateDirectory(_place.PathOf("broken"));
        File.WriteAllText(_place.PathOf("broken/stator.db"), new string('x', 8192));

        var result = _place.Run("serve", "--data", data, "--urls", urls);

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        result.IsReadable();
    }

    [Theory]
    [InlineData("{}", "nobody could ever call")]
    [InlineData("not json", "it is not JSON")]
    public void A_file_that_does_not_say_who_may_call_is_one_line(string file, string says)
    {
        _place.Write("auth.json", file);
        var result = _place.Run("serve", "--data", "data", "--urls", AnyPort, "--auth", "auth.json").IsReadable();

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_place.PathOf("data")));
    }

    [Fact]
    public void Other_machines_are_let_in_only_with_authentication()
    {
        var refused = _place.Run("serve", "--data", "data", "--urls", "http://0.0.0.0:0");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("--auth FILE reads them", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--standby")]
    [InlineData("--no-migrate")]
    public void What_only_PostgreSQL_can_is_refused_elsewhere(string flag)
    {
        foreach (var store in new string[][] { ["--data", "data"], ["--store", "memory"] })
        {
            var refused = _place.Run(["serve", "--urls", AnyPort, flag, .. store]).IsReadable();

            Assert.Equal((2, ""), (refused.Exit, refused.Out));
            Assert.StartsWith($"error: {flag} is for --store postgres.", refused.Error, StringComparison.Ordinal);
            Assert.Single(refused.Error.TrimEnd('\n').Split('\n'));
            Assert.False(Directory.Exists(_place.PathOf("data")));
        }
    }

    [Fact]
    public async Task A_folder_of_machines_is_served_instead_of_the_samples()
    {
        Directory.CreateDirectory(_place.PathOf("mine"));
        _place.Write("mine/door.machine.json", """{ "id": "front door", "initial": "shut", "states": { "shut": {} } }""");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(Tool).Assembly.Location, "serve", "--data", "data", "--urls", AnyPort, "--definitions", "mine"])
        {
            WorkingDirectory = _place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var url = (await process.StandardOutput.ReadLineAsync())!["Stator serves ".Length..];
            var said = new List<string>();
            while (said.Count == 0 || !said[^1].EndsWith("/first", StringComparison.Ordinal) || said[^1].Contains("POST", StringComparison.Ordinal))
            {
                said.Add(Assert.IsType<string>(await process.StandardOutput.ReadLineAsync()));
            }

            using var client = new HttpClient();
            var definitions = await client.GetStringAsync(new Uri(url + "/definitions"));

            Assert.Equal($"  curl -X POST {url}/machines/front%20door/first", said[^2]);
            Assert.Contains($"Dashboard: {url}/dashboard/", said);
            Assert.Contains("front door", definitions, StringComparison.Ordinal);
            Assert.DoesNotContain("light", definitions, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
