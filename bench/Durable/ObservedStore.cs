using System.Reflection;
using Stator.Machines.Stores;

namespace Stator.Bench.Durable;

/// <summary>A store that tells of each batch when it is committed, and hands every call on.</summary>
internal class ObservedStore : DispatchProxy
{
    private IDurableStore _inner = null!;

    /// <summary>A batch has been committed: its store has just said so.</summary>
    public event Action<IReadOnlyList<InstanceCommit>>? Committed;

    public static IDurableStore Of(IDurableStore inner)
    {
        var observed = Create<IDurableStore, ObservedStore>();
        ((ObservedStore)observed)._inner = inner;
        return observed;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IInstanceStore.CommitAsync)
        ? CommitAsync((IReadOnlyList<InstanceCommit>)args![0]!, (CancellationToken)args[1]!)
        : targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);

    private async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        var outcomes = await _inner.CommitAsync(commits, cancellation).ConfigureAwait(false);
        Committed?.Invoke(commits);
        return outcomes;
    }
}
