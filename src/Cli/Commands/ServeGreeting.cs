using Stator.Machines;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Commands;

/// <summary>What <c>stator serve</c> prints when it serves: commands to paste, of machines that are there.</summary>
internal static class ServeGreeting
{
    public static async Task WriteAsync(ServeOptions options, string url, IDefinitionClient definitions, CancellationToken cancellation)
    {
        var toTry = options.DefinitionsDirectory is { } folder
            ? await OfFolderAsync(folder, url, definitions, cancellation).ConfigureAwait(false)
            : OfSamples(url);
        await options.Out.WriteLineAsync($"""
            Stator serves {url}
            {options.Store.Description}; Ctrl-C ends it.
            Dashboard: {url}/dashboard/

            {toTry}
            """).ConfigureAwait(false);
        await options.Out.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static string OfSamples(string url) => $$"""
        To try it, a light that goes out by itself after 30 seconds:

          curl -X POST {{url}}/machines/light/hall
          curl -X POST {{url}}/machines/light/hall/events -d '{"type": "PRESS"}'
          curl {{url}}/machines/light/hall

        It survives this process: kill -9 {{Environment.ProcessId}} after the second line, start again, and ask again.
        """;

    private static async Task<string> OfFolderAsync(string folder, string url, IDefinitionClient definitions, CancellationToken cancellation)
    {
        var published = (await definitions.ListAsync(cancellation).ConfigureAwait(false)).Select(d => d.Machine).ToHashSet(StringComparer.Ordinal);
        var machine = MachinesOf(folder).FirstOrDefault(published.Contains);
        return machine is null
            ? $"No machine of {folder} is published yet. Put a *.machine.json there; it is published at once."
            : $"""
                To try it:

                  curl -X POST {url}/machines/{Uri.EscapeDataString(machine)}/first
                  curl {url}/machines/{Uri.EscapeDataString(machine)}/first
                """;
    }

    /// <summary>The ids of the machines in a folder, in the order of its files.</summary>
    private static IEnumerable<string> MachinesOf(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder, "*.machine.json").Order(StringComparer.Ordinal).Select(IdOf).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The host has just said so in its log; it serves all the same.
            return [];
        }
    }

    private static string? IdOf(string path) => MachineParser.Parse(File.ReadAllBytes(path)).Definition?.Id;
}
