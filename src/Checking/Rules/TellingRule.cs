using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking.Rules;

/// <summary>Turns are counted without a gap, do again what they did, and end in the snapshot, byte by byte.</summary>
internal sealed class TellingRule(MachineAddress address, Findings findings)
{
    private long _last;
    private HistoryEntry? _first;
    private HistoryEntry? _newest;

    public void Look(RetoldTurn turn)
    {
        var (entry, detail) = (turn.Entry, turn.Detail);
        var effects = turn.Effects.Select(e => Value.Parse(EffectJson.Write(e))).ToList();
        var isSame = effects.SequenceEqual(detail["effects"].AsList)
            && detail["status"].AsString == StatusText(turn.After.Status)
            && detail["value"] == turn.After.Value;
        findings.Require(isSame, CheckRule.Fold, address, entry.Sequence, () =>
            $"told again it leads to '{turn.After.Value}' with the effects [{string.Join(", ", effects)}]; the history says {detail}");
    }

    public void Count(HistoryEntry entry)
    {
        findings.Require(entry.Sequence == _last + 1, CheckRule.Gapless, address, entry.Sequence, () => $"turn {_last + 1} was expected");
        _last = entry.Sequence;
        _newest = entry;
        if (entry.Kind == Machines.HistoryKind.Start)
        {
            _first = entry;
        }
    }

    /// <summary>Compares the end of the telling with what the store has of the instance.</summary>
    public void End(InstanceRecord record, Snapshot? snapshot)
    {
        findings.Require(record.Sequence == _last, CheckRule.Gapless, address, record.Sequence, () => $"the instance has had {record.Sequence} turns, its history ends with turn {_last}");
        if (snapshot is null)
        {
            return;
        }

        findings.Require(
            record.Snapshot.Span.SequenceEqual(SnapshotJson.Write(snapshot)), CheckRule.Fold, address, record.Sequence,
            () => $"the history leads to {Text(SnapshotJson.Write(snapshot))}, the store has {Text(record.Snapshot.Span)}");
        var expected = (snapshot.Definition.Version, snapshot.Definition.Hash, snapshot.Status, _first!.Sequence, _first.AtMs, _newest!.AtMs);
        var found = (record.Version, record.Hash, record.Status, record.FirstSequence, record.CreatedAtMs, record.UpdatedAtMs);
        findings.Require(expected == found, CheckRule.Fold, address, record.Sequence, () =>
            $"version, hash, status, first turn, creation and last change are {expected} by its history, and {found} in the store");
        findings.Require(
            record.DisposedAtMs is not null == (_newest.Kind == Machines.HistoryKind.Dispose), CheckRule.Fold, address, record.Sequence,
            () => $"its last turn is of kind '{_newest.Kind}', and the store says that it {(record.DisposedAtMs is null ? "is there" : "was disposed of")}");
    }

    private static string StatusText(SnapshotStatus status) => status.ToString().ToLowerInvariant();

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);
}
