using Microsoft.Playwright;

namespace Stator.Dashboard.Tests.Support;

/// <summary>
/// The browser that the tests drive: the one that STATOR_TEST_CHROMIUM names, or a Chromium of the system. None is ever downloaded.
/// </summary>
internal static class Browser
{
    public const string Variable = "STATOR_TEST_CHROMIUM";

    private static readonly string? Executable = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : OnPath();
    private static readonly Lazy<Task<IBrowser>> LazyShared = new(LaunchAsync);

    /// <summary>Why there is none, and how to get one; null where there is one.</summary>
    public static string? WhyNone { get; } = Executable is not null
        ? null
        : $"There is no Chromium here. Install it (apt-get install chromium), or name one: {Variable}=/path/to/chromium.";

    /// <summary>The browser that all tests of this run share. It ends with the run.</summary>
    public static Task<IBrowser> Shared => LazyShared.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();

        // The deadline only bounds a failing test.
        Assertions.SetDefaultExpectTimeout(30_000);

        // Root may not have a sandbox; what is opened here is this repository's own page.
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
