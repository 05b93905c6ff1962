using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stator.Http.Client.Calls;
using Stator.Http.Client.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Http.Client;

/// <summary>The machines that a host has published. A definition is read from its document here, so no code of the host is bound to it.</summary>
internal sealed class HttpDefinitions(HttpCalls calls) : IDefinitionClient
{
    public async Task<PublishReceipt> PublishAsync(string machine, ReadOnlyMemory<byte> document, CancellationToken cancellation = default)
    {
        var (isNew, answer) = await calls.SendWithStatusAsync(new(HttpMethod.Put, $"definitions/{Name(machine)}") { Document = document }, cancellation).ConfigureAwait(false);
        var receipt = Value.Parse(answer);

        // A document without a version was given one, and is another text than what was sent.
        var definition = await GetAsync(machine, receipt["version"].AsString, cancellation).ConfigureAwait(false);
        return new(definition, isNew, ProblemReading.Diagnostics(receipt["diagnostics"]));
    }

    public Task<IReadOnlyList<PublishedDefinition>> ListAsync(CancellationToken cancellation = default) => calls.SendAsync<IReadOnlyList<PublishedDefinition>>(
        new(HttpMethod.Get, "definitions") { Query = WithDocuments }, utf8 => [.. Entries(utf8, "definitions").Select(e => Definition(e))], cancellation);

    public Task<IReadOnlyList<DefinitionUse>> GetVersionsAsync(string machine, CancellationToken cancellation = default) => calls.SendAsync<IReadOnlyList<DefinitionUse>>(
        new(HttpMethod.Get, $"definitions/{Name(machine)}") { Query = WithDocuments },
        utf8 =>
        [
            .. Entries(utf8, "versions").Select(e => new DefinitionUse(
                Definition(e), e.GetProperty("instances").EnumerateObject().ToImmutableDictionary(i => SnapshotStatusText.Parse(i.Name), i => i.Value.GetInt64()))),
        ],
        cancellation);

    public async Task<PublishedDefinition> GetAsync(string machine, string? version = null, CancellationToken cancellation = default)
    {
        var versions = await GetVersionsAsync(machine, cancellation).ConfigureAwait(false);
        if ((version is null ? versions[^1] : versions.FirstOrDefault(v => v.Definition.Version == version))?.Definition is { } found)
        {
            return found;
        }

        // The host says best that there is none, and which is near.
        return await calls.SendAsync<PublishedDefinition>(
            new(HttpMethod.Get, $"definitions/{Name(machine)}/{Name(version!)}"),
            _ => throw new StatorHostException($"Version '{version}' of '{machine}' was published just now. Ask again."),
            cancellation).ConfigureAwait(false);
    }

    private static CallQuery WithDocuments() => new CallQuery().Add("documents", "true");

    private static string Name(string name) => CallPath.Name("machine's id or version", name);

    /// <summary>Read as text, not as values: a document is handed on byte for byte.</summary>
    private static List<JsonElement> Entries(ReadOnlySpan<byte> utf8, string list)
    {
        using var answer = JsonDocument.Parse(utf8.ToArray());
        return [.. answer.RootElement.GetProperty(list).EnumerateArray().Select(e => e.Clone())];
    }

    private static PublishedDefinition Definition(JsonElement entry)
    {
        var document = Encoding.UTF8.GetBytes(entry.GetProperty("document").GetRawText());
        return new(
            entry.GetProperty("machine").GetString()!,
            entry.GetProperty("version").GetString()!,
            entry.GetProperty("hash").GetString()!,
            TurnReading.Time(entry.GetProperty("publishedAt").GetString()),
            document)
        {
            Definition = () => MachineParser.Parse(document).Required,
        };
    }
}
