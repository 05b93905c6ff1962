using System.Text.Json;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Snapshots;

/// <summary>How a machine goes on from a snapshot.</summary>
public enum RestoreMode
{
    /// <summary>As it was: timers keep their deadlines, services that ran are to be started again.</summary>
    Resume,

    /// <summary>Only state and context: no timer, no service, no child.</summary>
    Static,
}

/// <summary>
/// Snapshots as JSON text. The text is self-contained but for the chart, which it names by id, version and hash. Besides its own form
/// this reads XState's persisted snapshots and the short form <c>{"status", "context", "state_ids"}</c>, for jumping into any state.
/// </summary>
public static class SnapshotJson
{
    /// <summary>The number of the form that is written. Older forms are read for ever, a newer one is refused.</summary>
    public const int Format = 1;

    /// <summary>Deeper than any snapshot can be: data nests <see cref="JsonNesting.Max"/> levels, and each child machine adds two.</summary>
    private const int MaxDepth = JsonNesting.Max + (2 * Limits.MaxGenerations) + 16;

    [ThreadStatic]
    private static JsonTextWriter? _writer;

    /// <summary>The snapshot as UTF-8 JSON, without white space.</summary>
    public static byte[] Write(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var writer = _writer ??= new();
        writer.Clear();
        SnapshotWriter.Write(writer, snapshot);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a snapshot of the machine.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="definition">The machine it was made by, with its code bound; child machines are found through it.</param>
    /// <param name="mode">Whether timers, services and children are taken over.</param>
    /// <exception cref="StepRefusedException">
    /// The text is no snapshot (<c>invalid_snapshot</c>), is of another machine, version or document (<c>definition_mismatch</c>), or
    /// needs a child machine that is not bound (<c>missing_implementation</c>).
    /// </exception>
    /// <exception cref="StateNotFoundException">It names a state that the machine does not have.</exception>
    public static Snapshot Read(ReadOnlySpan<byte> utf8, MachineDefinition definition, RestoreMode mode = RestoreMode.Resume)
    {
        ArgumentNullException.ThrowIfNull(definition);
        try
        {
            return (mode == RestoreMode.Resume ? CanonicalReader.TryRead(utf8, definition) : null) ?? SnapshotReader.Read(JsonValueReader.Parse(utf8, null, MaxDepth), definition, mode);
        }
        catch (JsonException e)
        {
            throw SnapshotReader.Invalid($"the text is not JSON: {JsonProblem.Describe(e)}.");
        }
    }
}

/// <summary>A snapshot names a state that the machine does not have.</summary>
public sealed class StateNotFoundException(string state, string? nearest, string machine) : StepRefusedException(new(
    FaultCode.StateNotFound,
    $"The machine '{machine}' has no state '{state}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}. Name it by id, or by the path of keys from the root."))
{
    /// <summary>The state that does not exist.</summary>
    public string State => state;

    /// <summary>The existing id nearest to it; null where none is near.</summary>
    public string? Nearest => nearest;
}
